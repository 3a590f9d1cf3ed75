"""The command npq-hub: what an owner does, with its exit codes and sentences."""

import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from support.children import unwatched
from support.hubs import HubLaptop, sqlite_at, tried_hub
from support.journal import Group, author, person
from support.postgres import new_database

from npq_desktop.hub import looking
from npq_desktop.hub.commands import main
from npq_desktop.hub.configuration import HubConfiguration, configured
from npq_desktop.hub.copying import merge
from npq_desktop.hub.database import HubDatabase, HubError
from npq_desktop.hub.spreading import prepare

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgres")]


@pytest.fixture
def filled(tmp_path: Path, group: Group) -> str:
    """The URL of an SQLite hub with one group."""
    url = sqlite_at(tmp_path)
    with tried_hub(url) as hub:
        hub.opened(group)
    return url


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_serve_says_where_and_a_link_opens_a_group(tmp_path: Path, group: Group) -> None:
    """The whole of it, as an owner would: serve, code, open, send, stop."""
    command = [sys.executable, "-m", "npq_desktop.hub.commands"]
    url = sqlite_at(tmp_path)
    serving = subprocess.Popen(
        [*command, "serve", "--database", url, "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=unwatched(),
    )  # fmt: skip
    try:
        assert serving.stdout is not None
        words = serving.stdout.readline().split()
        assert words[:2] == ["listening", "on"]
        address, key = words[2], words[4]
        coded = subprocess.run(
            [*command, "code", "--database", url, "--url", address],
            capture_output=True, text=True, check=True, env=unwatched(),
        ).stdout.strip()  # fmt: skip
        assert coded.startswith(f"npqhub:{address}#{key}.")
        with httpx.Client(base_url=address, trust_env=False) as http:
            olu = HubLaptop(http, author("olu")).login()
            assert olu.hub == key
            assert olu.open(group.events[0], coded.rpartition(".")[2])[0] == 201
            assert olu.send(group.id, *group.events)["new"] == len(group.events) - 1
    finally:
        serving.terminate()
        _, log = serving.communicate(timeout=20)
    assert json.loads(log.splitlines()[-1])["route"] == "bundle"
    assert stat.S_IMODE((tmp_path / "hub.db").stat().st_mode) == 0o600


def test_check_counts_everything(filled: str, group: Group, capsys) -> None:
    code, out, _ = run(capsys, "check", "--database", filled)

    found = json.loads(out)
    assert code == 0
    assert found.keys() == {
        "hub", "schema", "groups", "entries", "boxes", "unsound", "silent",
    }  # fmt: skip
    assert (found["groups"], found["entries"], found["boxes"]) == (1, len(group.events), 1)
    assert (found["unsound"], found["silent"]) == ([], [])


def test_check_finds_what_was_changed(filled: str, group: Group, tmp_path: Path, capsys) -> None:
    with sqlite3.connect(tmp_path / "hub.db") as database:
        database.execute("UPDATE item SET sig = 'x' WHERE id = ?", (group.events[-1].id,))
    database.close()

    code, out, _ = run(capsys, "check", "--database", filled)

    assert (code, json.loads(out)["unsound"]) == (1, [group.events[-1].id])


def test_a_group_without_a_push_for_400_days_is_silent(filled: str, group: Group) -> None:
    from datetime import date

    database = HubDatabase(filled)

    assert looking.check(database, date(2028, 2, 1))["silent"] == []
    assert looking.check(database, date(2028, 3, 1))["silent"] == [group.id]
    database.close()


def test_devices_says_who_is_in_a_group(filled: str, group: Group, capsys) -> None:
    _, out, _ = run(capsys, "devices", group.id, "--database", filled)

    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[1:4] for row in rows] == [
        ["olu", "olu's laptop", "root"],
        ["olu", "recovery sheet", "root"],
        ["sam", "sam", "facilitator"],
    ]
    assert rows[1][4] == "nothing yet"


# -- copies ---------------------------------------------------------------------------------------


def summaries(url: str, group: Group) -> tuple[str, object]:
    with tried_hub(url) as hub:
        return hub.backing.key.public, hub.laptop("sam").summary(group.id)[1]["streams"]


def test_a_backup_is_one_file_for_its_owner_and_comes_back(
    filled: str, group: Group, tmp_path: Path, capsys
) -> None:
    file = tmp_path / "copy" / "hub.backup"
    file.parent.mkdir()
    assert run(capsys, "backup", str(file), "--database", filled)[0] == 0
    assert [path.name for path in file.parent.iterdir()] == ["hub.backup"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    back = f"sqlite:///{tmp_path / 'back.db'}"
    assert run(capsys, "restore", str(file), "--database", back)[0] == 0

    assert summaries(back, group) == summaries(filled, group)


def test_a_restore_adds_to_the_same_hub_and_removes_again(
    filled: str, group: Group, tmp_path: Path, capsys
) -> None:
    """What came since stays, and what was removed since is removed in both."""
    file, other = tmp_path / "hub.backup", Group("other")
    run(capsys, "backup", str(file), "--database", filled)
    late = group.mark("olu", "m1.seminar", "late", "present")
    with tried_hub(filled) as hub:
        hub.laptop("olu").send(group.id, late)
        hub.opened(other)
        hub.laptop("olu").remove(other.id)
    run(capsys, "backup", str(tmp_path / "later"), "--database", filled)
    before = summaries(filled, group)

    assert run(capsys, "restore", str(file), "--database", filled)[0] == 0
    assert summaries(filled, group) == before
    assert run(capsys, "restore", str(tmp_path / "later"), "--database", filled)[0] == 0
    with tried_hub(filled) as hub:
        assert hub.laptop("olu").summary(other.id)[0] == 410


def test_a_restore_does_not_bring_back_what_was_erased(
    filled: str, group: Group, tmp_path: Path, capsys
) -> None:
    note = group.write("olu", "note.add", {"id": "n", "person": person("ann"), "text": "x" * 900})
    with tried_hub(filled) as hub:
        hub.laptop("olu").send(group.id, note)
    run(capsys, "backup", str(tmp_path / "file"), "--database", filled)
    with tried_hub(filled) as hub:
        hub.laptop("olu").send(group.id, group.erase("olu", "ann", note))
    before = summaries(filled, group)

    assert run(capsys, "restore", str(tmp_path / "file"), "--database", filled)[0] == 0

    assert summaries(filled, group) == before
    with sqlite3.connect(tmp_path / "hub.db") as database:
        found = database.execute("SELECT count(*) FROM box WHERE id = ?", (note.id,)).fetchone()
    database.close()
    assert found == (0,)


def test_a_restore_brings_back_what_was_lost(
    filled: str, group: Group, tmp_path: Path, capsys
) -> None:
    file = tmp_path / "hub.backup"
    run(capsys, "backup", str(file), "--database", filled)
    before = summaries(filled, group)
    with sqlite3.connect(tmp_path / "hub.db") as database:
        database.execute("DELETE FROM box")
        database.execute("UPDATE item SET whole = 0 WHERE kind = 'mark.set'")
        database.execute("DELETE FROM item WHERE kind = 'join'")
    database.close()

    run(capsys, "restore", str(file), "--database", filled)

    assert summaries(filled, group) == before


def test_another_hubs_backup_is_not_taken_in(filled: str, tmp_path: Path, capsys) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    run(capsys, "code", "--database", other)
    run(capsys, "backup", str(tmp_path / "file"), "--database", other)

    code, _, err = run(capsys, "restore", str(tmp_path / "file"), "--database", filled)

    assert (code, "another hub" in err) == (1, True)


def test_a_hub_moves_to_postgresql_and_back(
    filled: str, group: Group, postgres: str, tmp_path: Path, capsys
) -> None:
    to = new_database(postgres)

    code, _, err = run(capsys, "move", "--to", to, "--database", filled)

    assert (code, "All 1 groups" in err) == (0, True)
    assert summaries(to, group) == summaries(filled, group)
    file = tmp_path / "from-postgres"
    assert run(capsys, "backup", str(file), "--database", to)[0] == 0
    back = f"sqlite:///{tmp_path / 'back.db'}"
    run(capsys, "restore", str(file), "--database", back)
    assert summaries(back, group) == summaries(filled, group)


def test_remove_forgets_a_group_for_good(filled: str, group: Group, capsys) -> None:
    assert run(capsys, "remove", "x", "--database", filled)[0] == 2
    assert run(capsys, "remove", "ab" * 32, "--database", filled)[0] == 1
    assert run(capsys, "remove", group.id, "--database", filled)[0] == 0
    assert run(capsys, "remove", group.id, "--database", filled)[0] == 1
    with tried_hub(filled) as hub:
        assert hub.laptop("olu").summary(group.id)[0] == 410


def test_prepare_says_what_it_did(any_url: str) -> None:
    database = HubDatabase(any_url)
    first, second = prepare(database)

    assert first == "The tables are there."
    assert ("SQLite" in second) is database.is_sqlite
    assert "group_id" in second or database.is_sqlite
    merge_fails_without_a_hub(database)
    database.close()


def merge_fails_without_a_hub(database: HubDatabase) -> None:
    with pytest.raises(HubError, match="no hub"):
        merge(database, database)


@pytest.mark.parametrize("command", ["check", "devices", "backup"])
def test_a_database_that_is_not_there_is_not_made(command: str, tmp_path: Path, capsys) -> None:
    more = [str(tmp_path / "file")] if command == "backup" else []
    code, _, err = run(capsys, command, *more, "--database", sqlite_at(tmp_path))

    assert (code, "There is no database" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_another_version_is_left_alone(filled: str, tmp_path: Path, capsys) -> None:
    with sqlite3.connect(tmp_path / "hub.db") as database:
        database.execute("UPDATE hub SET schema = 2")
    database.close()

    code, _, err = run(capsys, "code", "--database", filled)

    assert (code, "another version" in err) == (1, True)


# -- configuration --------------------------------------------------------------------------------


def test_the_command_line_wins_over_the_environment_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text('name = "File"\nworkers = 3\nurl = "https://a.example"\nbehind_proxy = true\n')
    environment = {"NPQ_HUB_WORKERS": "4", "NPQ_HUB_URL": "https://b.example", "HOME": "/"}

    read = configured(file, environment, {"url": "https://c.example", "database": None})

    assert (read.name, read.workers, read.url) == ("File", 4, "https://c.example")
    assert read.behind_proxy
    assert configured(file, read.environment()) == read


@pytest.mark.parametrize(
    "text",
    ['colour = "red"', 'workers = "x"', "name = 5", "workers = true", "x", "keep_days = 1.5"],
)
def test_a_configuration_that_is_not_understood_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(text)

    with pytest.raises(HubError):
        configured(file, {})


def test_a_configuration_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="cannot be read"):
        configured(tmp_path / "none.toml", {})
    with pytest.raises(HubError, match="not known"):
        configured(None, {"NPQ_HUB_COLOUR": "red"})
    with pytest.raises(HubError, match="true or false"):
        configured(None, {"NPQ_HUB_BEHIND_PROXY": "perhaps"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"listen": "0.0.0.0:1"}, "speaks TLS"),
        ({"listen": "hub.example:1"}, "speaks TLS"),
        ({"listen": "here"}, "no address"),
        ({"listen": "127.0.0.1:99999"}, "no address"),
        ({"workers": 2}, "one worker"),
        ({"workers": 0}, "at least one"),
    ],
)
def test_a_hub_is_not_served_unsafely(changed: dict[str, object], said: str) -> None:
    with pytest.raises(HubError, match=said):
        HubConfiguration(**changed).check()  # type: ignore[arg-type]


def test_a_hub_is_served_beyond_this_computer_behind_tls() -> None:
    HubConfiguration(listen="0.0.0.0:1", behind_proxy=True).check()
    HubConfiguration(listen="[::1]:1").check()
    HubConfiguration(workers=2, database="postgresql://x/y").check()


def test_the_sample_configuration_is_understood() -> None:
    file = Path(__file__).parents[2] / "packaging" / "hub" / "npq-hub.toml"
    read = configured(file, {})
    read.check()

    shown = [line.lstrip("# ").partition(" = ") for line in file.read_text().splitlines()]
    keys = {key for key, equals, _ in shown if equals}
    assert keys == set(HubConfiguration.__slots__)
    unset = HubConfiguration()
    texts = {key: value for key, _, value in shown if key in {"workers", "keep_days", "max_groups"}}
    assert texts == {key: str(getattr(unset, key)) for key in texts}


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense://"])
def test_another_database_is_not_taken(url: str) -> None:
    with pytest.raises(HubError):
        HubDatabase(url)
