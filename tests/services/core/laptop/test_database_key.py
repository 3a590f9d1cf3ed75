"""Where the database key is kept, and that it is never replaced while it opens something."""

import os
import stat
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from support.applications import Laptop

from npq_desktop.bootstrap import open_application
from npq_desktop.errors import StoreError
from npq_desktop.services.core.laptop import database_key as module
from npq_desktop.services.core.laptop.database_key import (
    NOTE_NAME,
    KeyGoneError,
    KeyringSilentError,
    database_key,
    keep_key,
    key_is_in_file,
)
from npq_desktop.services.core.laptop.places import Places, SettingsFile


class MemoryKeyring(KeyringBackend):
    """A keyring for tests; every instance sees the same secrets, as the system's would."""

    priority = 1
    secrets: dict[tuple[str, str], str] = {}  # noqa: RUF012  shared on purpose
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if type(self).locked:
            raise KeyringLocked("it is locked")
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password


NAME = f"{MemoryKeyring.__module__}.{MemoryKeyring.__qualname__}"


@pytest.fixture
def new_laptops() -> defaultdict[int, None]:
    """None are copied: each key goes where its own first start finds a keyring."""
    return defaultdict(lambda: None)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> type[MemoryKeyring]:
    """The system has a keyring. (The name it is remembered by must be importable.)"""
    monkeypatch.setitem(sys.modules, MemoryKeyring.__module__, _module())
    monkeypatch.setattr(MemoryKeyring, "secrets", {})
    monkeypatch.setattr(MemoryKeyring, "locked", False)
    monkeypatch.setattr(module, "KEYRINGS", (NAME,))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    return MemoryKeyring


def _module() -> object:
    return __import__("types").SimpleNamespace(MemoryKeyring=MemoryKeyring)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.under(tmp_path / "data")


def key(places: Places, *, store_exists: bool = False) -> bytes:
    settings = SettingsFile(path=places.settings_file)
    return database_key(places=places, settings=settings, store_exists=store_exists)


def test_without_a_keyring_the_key_is_a_file_for_this_user_alone(places: Places) -> None:
    made = key(places)

    assert len(made) == 32
    assert key(places, store_exists=True) == made
    if os.name == "posix":
        assert stat.S_IMODE(places.key_file.stat().st_mode) == 0o600


def test_the_program_says_that_the_key_is_a_file(laptop: Callable[[str], Laptop]) -> None:
    assert "file on this laptop" in laptop("Alex").application.profile.key_notice


def test_with_a_keyring_no_key_is_in_any_file(places: Places, memory: type[MemoryKeyring]) -> None:
    made = key(places)

    [secret] = memory.secrets.values()
    assert bytes.fromhex(secret) == made
    assert not places.key_file.exists()
    assert secret not in places.settings_file.read_text(encoding="utf-8")
    assert key(places, store_exists=True) == made


@pytest.mark.usefixtures("memory")
def test_with_a_keyring_there_is_nothing_to_say(laptop: Callable[[str], Laptop]) -> None:
    assert laptop("Alex").application.profile.key_notice == ""


def test_a_locked_keyring_asks_to_unlock_it(places: Places, memory: type[MemoryKeyring]) -> None:
    key(places)
    memory.locked = True

    with pytest.raises(KeyringSilentError, match="Unlock the keyring"):
        key(places, store_exists=True)


def test_a_keyring_that_will_not_store_leaves_the_key_in_a_file(
    places: Places, memory: type[MemoryKeyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "set_password", lambda *_: None)

    key(places)

    assert places.key_file.exists()


class Panic(BaseException):
    """As back-ends written in Rust raise it."""


FAULTS = (
    RuntimeError("dbus"), OSError(13, "no"), TypeError(), ValueError("x"), KeyError("y"), Panic(),
    SystemExit(1),
)  # fmt: skip


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*_args: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_whatever_a_keyring_raises_at_a_first_start_leads_to_the_key_file(
    places: Places,
    memory: type[MemoryKeyring],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
) -> None:
    monkeypatch.setattr(memory, "set_password", failing(error))

    made = key(places)

    assert key(places, store_exists=True) == made
    assert key_is_in_file(SettingsFile(path=places.settings_file))


@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_whatever_a_keyring_raises_later_is_one_sentence_and_can_be_tried_again(
    places: Places,
    memory: type[MemoryKeyring],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
) -> None:
    made = key(places)
    with monkeypatch.context() as patched:
        patched.setattr(memory, "get_password", failing(error))
        with pytest.raises(KeyringSilentError, match="try again"):
            key(places, store_exists=True)

    assert key(places, store_exists=True) == made


def test_a_keyring_package_that_is_not_installed_leaves_the_key_in_a_file(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr(module, "KEYRINGS", ("nowhere.Keyring",))

    made = key(places)

    assert key_is_in_file(SettingsFile(path=places.settings_file))
    assert key(places, store_exists=True) == made


@pytest.mark.parametrize("loss", ["key file", "both", "spoilt"])
def test_a_missing_key_of_an_existing_store_is_said_and_none_is_made(
    laptop: Callable[[str], Laptop], loss: str
) -> None:
    alex = laptop("Alex")
    alex.application.groups.add_example()
    alex.close()
    places = Places.under(alex.folder)
    if loss == "key file":
        places.key_file.unlink()
    elif loss == "both":
        places.settings_file.unlink()
        places.key_file.unlink()
    else:
        places.key_file.write_text("no key")

    with pytest.raises(StoreError, match="Nothing is lost"):
        open_application(places)

    assert places.key_file.exists() is (loss == "spoilt")


def test_a_lost_settings_file_is_no_lost_key_where_the_key_file_is_there(
    laptop: Callable[[str], Laptop],
) -> None:
    alex = laptop("Alex")
    example = alex.application.groups.add_example()
    alex.close()
    places = Places.under(alex.folder)
    places.settings_file.unlink()

    assert [group.id for group in alex.application.groups.titles()] == [example]

    assert "file on this laptop" in alex.application.profile.key_notice
    assert key_is_in_file(SettingsFile(path=places.settings_file))


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("made_before_there_were_notes", [False, True])
def test_a_lost_settings_file_is_no_lost_key_where_the_keyring_has_it(
    laptop: Callable[[str], Laptop], made_before_there_were_notes: bool
) -> None:
    alex = laptop("Alex")
    example = alex.application.groups.add_example()
    alex.close()
    places = Places.under(alex.folder)
    if made_before_there_were_notes:
        (places.data / NOTE_NAME).unlink()
        alex.restart()
        alex.close()
    places.settings_file.unlink()

    assert [group.id for group in alex.application.groups.titles()] == [example]
    alex.close()

    assert SettingsFile(path=places.settings_file).current.store_id
    assert [group.id for group in alex.application.groups.titles()] == [example]


def test_the_note_of_where_the_key_is_follows_it(
    places: Places, memory: type[MemoryKeyring]
) -> None:
    key(places)
    settings = SettingsFile(path=places.settings_file)
    keep_key(bytes(32), places=places, settings=settings)
    places.settings_file.unlink()

    assert key(places, store_exists=True) == bytes(32)
    assert bytes(32).hex() not in (places.data / NOTE_NAME).read_text()


@pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe", b"one line", b"no.such.Keyring\nid\n"])
def test_a_spoilt_note_is_none(places: Places, memory: type[MemoryKeyring], spoilt: bytes) -> None:
    key(places)
    places.settings_file.unlink()
    (places.data / NOTE_NAME).write_bytes(spoilt)

    with pytest.raises(KeyGoneError, match="recovery sheet"):
        key(places, store_exists=True)


def test_a_key_that_nothing_recorded_is_used_and_never_destroyed(places: Places) -> None:
    made = key(places)
    places.settings_file.unlink()
    assert key(places) == made

    places.settings_file.unlink()
    places.key_file.write_text("half a k")
    other = key(places)

    assert other != made
    assert places.key_file.with_name("database.old-1.key").read_text() == "half a k"
    assert key(places, store_exists=True) == other


def test_keeping_another_key_sets_the_one_before_aside(places: Places) -> None:
    made = key(places)
    settings = SettingsFile(path=places.settings_file)

    for number, other in enumerate((bytes(32), bytes([1] * 32), bytes([1] * 32)), start=1):
        keep_key(other, places=places, settings=settings)
        assert key(places, store_exists=True) == other
        names = [path.name for path in places.data.glob("database.old-*.key")]
        assert len(names) == min(number, 2)

    assert places.key_file.with_name("database.old-1.key").read_text() == made.hex()
    assert places.key_file.with_name("database.old-2.key").read_text() == bytes(32).hex()
    assert not list(places.data.glob("*.new"))


def test_a_keyring_that_lost_the_key_leaves_the_key_file_as_a_way(
    places: Places, memory: type[MemoryKeyring]
) -> None:
    key(places)
    memory.secrets.clear()
    places.key_file.write_text(bytes(32).hex())

    assert key(places, store_exists=True) == bytes(32)


def test_a_second_first_start_makes_no_second_key(places: Places) -> None:
    made = key(places)

    assert key(places, store_exists=False) == made


def test_a_data_folder_that_is_away_for_a_moment_keeps_its_key(
    places: Places, memory: type[MemoryKeyring]
) -> None:
    made = key(places)

    assert key(places, store_exists=False) == made
    assert len(memory.secrets) == 1


def test_a_key_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    settings = SettingsFile(path=tmp_path / "settings.toml")

    with pytest.raises(StoreError, match="cannot be written"):
        database_key(places=Places.under(tmp_path / "taken"), settings=settings, store_exists=False)


# ---- keyrings of others --------------------------------------------------------------------------

EVIL = """
from pathlib import Path
Path(__file__).with_name("it ran").touch()
class Keyring:
    priority = 9
    def get_password(self, service, name):
        return "00" * 32
    set_password = lambda *said: None
"""


@pytest.fixture
def evil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that Python finds, with a keyring of its own; gives the mark of its having run."""
    (tmp_path / "evil_keyring.py").write_text(EVIL)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "it ran"


def test_a_setting_that_names_other_code_runs_none(
    places: Places, memory: type[MemoryKeyring], evil: Path
) -> None:
    key(places)
    settings = SettingsFile(path=places.settings_file)
    settings.change(key_backend="evil_keyring.Keyring")

    with pytest.raises(KeyGoneError, match=r"no keyring of the system.*recovery sheet"):
        key(places, store_exists=True)

    assert not evil.exists()


def test_a_note_that_names_other_code_runs_none(
    places: Places, memory: type[MemoryKeyring], evil: Path
) -> None:
    key(places)
    places.settings_file.unlink()
    (places.data / NOTE_NAME).write_text("evil_keyring.Keyring\nid\n")

    with pytest.raises(KeyGoneError, match="recovery sheet"):
        key(places, store_exists=True)

    assert not evil.exists()


@pytest.mark.parametrize("named", ["evil_keyring.Keyring", "keyrings.alt.file.PlaintextKeyring"])
def test_a_variable_that_names_another_keyring_is_not_heard(
    places: Places,
    memory: type[MemoryKeyring],
    evil: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)

    made = key(places)

    assert [bytes.fromhex(secret) for secret in memory.secrets.values()] == [made]
    assert SettingsFile(path=places.settings_file).current.key_backend == NAME
    assert not evil.exists()


def test_a_variable_that_redirects_a_keyring_is_not_heard(
    places: Places, memory: type[MemoryKeyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_SECRETS", "elsewhere")

    made = key(places)

    assert key(places, store_exists=True) == made
    assert len(memory.secrets) == 1


def test_a_keyring_that_is_none_of_the_systems_counts_as_none(
    places: Places, memory: type[MemoryKeyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one of keyrings.alt, which keep a key as it is in a file."""
    monkeypatch.setattr(module, "KEYRINGS", ())

    key(places)

    assert key_is_in_file(SettingsFile(path=places.settings_file))
    assert not memory.secrets


def test_a_key_that_several_keyrings_may_have_is_found(
    places: Places, memory: type[MemoryKeyring]
) -> None:
    """As earlier versions noted it on a system that has two."""
    made = key(places)
    SettingsFile(path=places.settings_file).change(
        key_backend="keyring.backends.chainer.ChainerBackend"
    )

    assert key(places, store_exists=True) == made


def test_every_keyring_of_the_list_is_there_and_kept_by_its_own_name() -> None:
    for name in module.KEYRINGS:
        kind = module._class_of(name)
        assert kind is not None
        assert f"{kind.__module__}.{kind.__qualname__}" == name
