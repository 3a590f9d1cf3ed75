"""A data file that is missing or empty beside what it left is no first start. Reliability 5a."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import PRESENT, MakeScene, Scene

from npq_desktop.bootstrap import open_application, rescue_of
from npq_desktop.errors import ServiceError
from npq_desktop.main import main
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.services.safety.missing import StoreGoneError
from npq_desktop.services.safety.rescue import Rescue
from npq_desktop.store.backups.backup import SEAL_NAME

pytestmark = pytest.mark.slow

KEY_FILE = "database.key"


@pytest.fixture
def here(scene: MakeScene) -> Scene:
    """A group of two with a mark and a backup of it, closed."""
    made = scene("Ann", "Ben")
    made.mark("Ann", "m1.seminar", PRESENT)
    made.application.profile.remember_group(made.group)
    made.application.backups.at_close()
    made.digest = made.application.exchange.digest(made.group)
    made.code = made.application.recovery.sheet().code
    made.changes = len(list(made.application.store.events(made.group)))
    made.laptop.close()
    return made


def folder(scene: Scene) -> Path:
    return scene.laptop.folder


def rescue(scene: Scene) -> Rescue:
    return rescue_of(Places.under(folder(scene)), clock=scene.laptop.clock)


def refused(scene: Scene) -> StoreGoneError:
    with pytest.raises(StoreGoneError) as caught:
        open_application(Places.under(folder(scene)), clock=scene.laptop.clock)
    return caught.value


def delete(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def start_anew(path: Path) -> None:
    """As a version did that took this for a first start: a sound file without a group."""
    path.unlink()
    rest = path.parent / "rest"
    rest.mkdir()
    for name in ("backups", SEAL_NAME, "settings.toml"):
        shutil.move(path.parent / name, rest)
    settings = (rest / "settings.toml").read_text(encoding="utf-8")
    forgetful = "\n".join(line for line in settings.splitlines() if "last_group" not in line)
    (path.parent / "settings.toml").write_text(forgetful + "\n", encoding="utf-8")
    open_application(Places.under(path.parent)).close()
    shutil.move(rest / "backups", path.parent)


@pytest.mark.parametrize("spoil", [delete, empty, start_anew])
def test_start_names_the_newest_sound_backup_and_what_it_holds(
    here: Scene, spoil: Callable[[Path], None]
) -> None:
    spoil(folder(here) / "npq.db")
    before = sorted(folder(here).rglob("*"))

    sentence = str(refused(here))

    assert "The newest sound backup is of 23 November 2026 at 13:20 and holds Group 07 (2 " in (
        sentence
    )
    assert f"participants, {here.changes} changes)." in sentence
    assert "it offers to restore a backup, or to begin anew" in sentence
    assert sorted(folder(here).rglob("*")) == before


@pytest.mark.parametrize("spoil", [delete, empty, start_anew])
def test_restored_backup_brings_the_groups_and_this_laptops_place_in_them(
    here: Scene, spoil: Callable[[Path], None]
) -> None:
    spoil(folder(here) / "npq.db")
    left = rescue(here).left(refused(here))

    words = rescue(here).put_back(left.newest)

    assert words.endswith(f"It holds Group 07 (2 participants, {here.changes} changes).")
    application = here.laptop.application
    assert application.exchange.digest(here.group) == here.digest
    assert application.store.verify().problems == ()
    here.mark("Ben", "m1.seminar", PRESENT)
    assert not application.store.state(here.group).held
    assert application.store.backups.seal is not None


@pytest.mark.parametrize("trace", ["backups", SEAL_NAME, "settings.toml"])
def test_each_trace_alone_says_that_this_is_no_first_start(here: Scene, trace: str) -> None:
    for name in {"npq.db", "backups", SEAL_NAME, "settings.toml"} - {trace}:
        path = folder(here) / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert "is missing, although this laptop had data." in str(refused(here))
    assert not (folder(here) / "npq.db").exists()


def test_damaged_and_empty_backups_are_passed_over_for_the_newest_sound_one(here: Scene) -> None:
    [sound] = (folder(here) / "backups").glob("*")
    damaged = sound.with_name("2027-01-01 120000.npqbackup")
    damaged.write_bytes(sound.read_bytes()[:8192])
    delete(folder(here) / "npq.db")

    assert rescue(here).left(refused(here)).newest == sound


def test_code_opens_the_backups_where_the_key_is_gone_too(here: Scene) -> None:
    for name in ("npq.db", KEY_FILE, "settings.toml"):
        delete(folder(here) / name)
    left = rescue(here).left(refused(here))
    assert (left.needs_code, left.newest) == (True, None)
    assert "The code from the recovery sheet opens it." in left.words

    rescue(here).unlock(here.code)

    left = rescue(here).what_is_left()
    rescue(here).put_back(left.newest)
    assert here.laptop.application.exchange.digest(here.group) == here.digest


def test_backup_from_elsewhere_is_opened_by_its_code(
    here: Scene, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    other = laptop("Sam")
    other.application.profile.remember_group("0" * 64)
    other.close()
    delete(other.folder / "npq.db")
    [backup] = (folder(here) / "backups").glob("*")
    help_ = rescue_of(Places.under(other.folder), clock=other.clock)

    with pytest.raises(ServiceError, match="no key that opens this backup"):
        help_.put_back(backup)
    help_.put_back(backup, here.code)

    assert other.application.exchange.digest(here.group) == here.digest


def test_beginning_anew_keeps_the_old_backups_and_starts_without_a_group(here: Scene) -> None:
    delete(folder(here) / "npq.db")
    [backup] = (folder(here) / "backups").glob("*")
    data = backup.read_bytes()

    words = rescue(here).begin_anew()

    aside = folder(here) / "set aside 2026-11-23 132000"
    assert words == f"The old data is kept in the folder “{aside.name}”. Nothing was lost."
    application = here.laptop.application
    assert application.groups.all() == ()
    for _ in range(50):
        here.laptop.clock.move(days=1)
        application.backups.daily()
    here.laptop.restart()
    assert (aside / "backups" / backup.name).read_bytes() == data


def test_laptop_whose_last_group_was_handed_over_starts_as_ever(
    here: Scene, tmp_path: Path
) -> None:
    application = here.laptop.application
    application.exchange.send(here.group, tmp_path / "last.npqsync")
    shown = application.handover.standing(here.group)
    application.handover.remove(shown, "Group 07")

    assert here.laptop.restart().groups.all() == ()


def test_laptop_without_a_group_yet_starts_as_ever(laptop: Callable[[str], Laptop]) -> None:
    new = laptop("Sam")
    new.application.backups.at_close()

    assert new.restart().groups.all() == ()


def test_commands_end_with_the_sentence(here: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    delete(folder(here) / "npq.db")

    assert main(["groups", "--data-dir", str(folder(here))]) == 2

    said = capsys.readouterr()
    assert (said.out, "The newest sound backup is of" in said.err) == ("", True)
