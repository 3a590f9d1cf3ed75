"""What the machine's policy file says, and that it beats what a person has chosen."""

from pathlib import Path

import pytest

from npq_desktop.bootstrap import open_application
from npq_desktop.errors import ServiceError, StoreError
from npq_desktop.services.core.laptop import policy as policy_module
from npq_desktop.services.core.laptop.places import Places, SettingsFile
from npq_desktop.services.core.laptop.policy import HIDE_AFTER, Policy, policy_file
from npq_desktop.services.core.laptop.preferences import ALLOWED, Preferences

WHOLE = """
hub_url = "https://hub.example.org"
forbidden_data_folders = ["/mnt/public", "~/Shared"]
hide_after = 5
shared_folder = "/srv/npq"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "policy.toml"


def load(path: Path, text: str) -> Policy:
    path.write_text(text, encoding="utf-8")
    return Policy.load(path)


def test_the_file_is_where_only_an_administrator_writes() -> None:
    windows = policy_file("win32", {"PROGRAMDATA": "C:/Machine"})

    assert windows == Path("C:/Machine/NPQ Desktop/policy.toml")
    assert "ProgramData" in str(policy_file("win32", {}))
    mac = Path("/Library/Application Support/NPQ Desktop/policy.toml")
    assert policy_file("darwin", {}) == mac
    assert policy_file("linux", {}) == Path("/etc/npq-desktop/policy.toml")


def test_every_key_is_read(path: Path) -> None:
    policy = load(path, WHOLE)

    assert policy == Policy("https://hub.example.org", ("/mnt/public", "~/Shared"), "5", "/srv/npq")
    assert policy.names == ("hub_url", "forbidden_data_folders", "hide_after", "shared_folder")


def test_no_file_is_an_empty_policy(path: Path) -> None:
    assert Policy.load(path) == Policy()
    assert Policy.load(path / "below a file") == Policy()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hide_afer = 5", "the key “hide_afer” is not known"),
        ("hide_after = 7", "“hide_after” must be 5, 10, 30 or “never”"),
        ("hide_after = true", "“hide_after” must be"),
        ('hub_url = "http://hub.example.org"', "begins with https://"),
        ('forbidden_data_folders = "/mnt"', "must be a list of folders"),
        ("shared_folder = 3", "must be the path of a folder"),
    ],
)
def test_what_is_not_understood_is_named_and_ignored(path: Path, line: str, said: str) -> None:
    policy = load(path, f'{line}\n[other]\nshared_folder = "/srv/npq"\n')

    assert policy.names == ()
    assert said in policy.ignored[0]
    assert "“other” is not known" in policy.ignored[1]


def test_a_file_that_is_no_toml_is_named(path: Path) -> None:
    [said] = load(path, "hide_after = = 5").ignored

    assert str(path) in said
    assert "nothing in it applies" in said


def test_the_policy_may_hide_after_whatever_a_person_may() -> None:
    assert set(HIDE_AFTER) == set(ALLOWED["hide_after"])


def test_the_policy_beats_the_persons_setting(tmp_path: Path) -> None:
    settings = SettingsFile(path=tmp_path / "settings.toml")
    Preferences(settings).choose("hide_after", "never")
    chosen = Preferences(settings, Policy(hide_after="5"))

    assert chosen.hide_after_minutes == 5
    with pytest.raises(ServiceError, match="Your school has set this"):
        chosen.choose("hide_after", "30")
    chosen.choose("theme", "dark")
    assert Preferences(settings).hide_after_minutes is None


def test_a_forbidden_data_folder_is_not_opened(tmp_path: Path) -> None:
    policy = Policy(forbidden_data_folders=(str(tmp_path / "public"),))
    inside = tmp_path / "public" / "mine"

    with pytest.raises(StoreError, match="your school allows no data"):
        open_application(Places.under(inside), policy=policy)

    assert not inside.exists()
    policy.check_data_folder(tmp_path / "publicly")


def test_folders_may_name_the_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NPQ_TEST_HOME", str(tmp_path))
    policy = Policy(forbidden_data_folders=("$NPQ_TEST_HOME/public",), shared_folder="~/npq")

    with pytest.raises(StoreError):
        policy.check_data_folder(tmp_path / "public")
    assert policy.shared_path == Path.home() / "npq"


def test_the_schools_shared_folder_is_used_and_no_other_can_be_chosen(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    path.write_text(f"shared_folder = '{folder}'\n", encoding="utf-8")
    monkeypatch.setattr(policy_module, "policy_file", lambda: path)

    application = open_application(Places.under(tmp_path / "data"))
    shared = application.shared_folder

    assert (shared.folder, shared.is_set_by_school) == (folder, True)
    for other in (lambda: shared.choose(tmp_path), shared.stop):
        with pytest.raises(ServiceError, match="Your school has set this"):
            other()
    assert shared.folder == folder
    application.close()
