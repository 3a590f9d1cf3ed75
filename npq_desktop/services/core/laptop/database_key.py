"""The database key: kept in the system keyring, or in an owner-only file where there is none.

Never makes a new key when a store already exists, because that would hide the old data for ever,
and never deletes one: what opened something once may open it again. Only the keyrings of the
systems themselves are asked, whatever a setting, a note or a variable names.
Source: journal/FORMAT.md, section 8.
"""

import importlib
import os
import secrets
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import BundleError, StoreError
from npq_desktop.services.core.laptop.places import Places, SettingsFile

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


class KeyGoneError(StoreError):
    """A store is there and its key is not: the recovery code gives it back."""


class KeyringSilentError(StoreError):
    """The keyring that has the key does not give it now."""


KEYRINGS = (
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
)
"""The systems' own. Nothing else is imported: what a setting names would run as this program."""

_SEVERAL = "keyring.backends.chainer.ChainerBackend"
"""What earlier versions noted where a system has several: one of them has the key."""

_VARIABLE = "PYTHON_KEYRING_BACKEND"
_NO_KEYRING = frozenset({"keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"})
_REDIRECTING = ("KEYRING_PROPERTY_", "KEYCHAIN_PATH")
"""How the variables begin that would have a keyring look in another place."""

NOTE_NAME = "npq.keyring"
"""A file beside the store: which keyring has its key and by what name, as the settings say too."""
_SERVICE = "NPQ Desktop"
_FILE = "file"
_KEY_BYTES = 32


def database_key(*, places: Places, settings: SettingsFile, store_exists: bool) -> bytes:
    """The 32-byte key of the store in ``places.data``, made at the first start.

    A key that was made is used again while no store exists: a second start beside the first one, or
    a data folder that is away for a moment, must not put another key in its place. Where the
    settings that say where it is are lost, the note beside the store and a key file do so too.

    Raises:
        KeyGoneError: a store exists but its key is gone from keyring and file.
        StoreError: a new key cannot be kept.
        KeyringSilentError: the keyring does not answer; trying again may help.
    """
    backend, store_id = settings.current.key_backend, settings.current.store_id
    if not backend:
        backend, store_id = _noted(places)
    text = None
    if backend:
        text = _read_file(places) if backend == _FILE else _read_keyring(backend, store_id)
    if text is not None:
        if key := _key_of(text):
            return key
        raise KeyGoneError(_gone(f"{backend} no longer has a key"))
    if not store_exists:
        return _make(places, settings)
    if found := _key_of(_read_file(places) or ""):
        return found
    kept = f"it was kept in: {backend}" if backend else "no record of where it was kept"
    raise KeyGoneError(_gone(kept))


def _key_of(text: str) -> bytes | None:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return None
    return key if len(key) == _KEY_BYTES else None


def note_key_place(*, places: Places, settings: SettingsFile) -> None:
    """Record twice where the key of a store is that has just opened: in the settings, beside it."""
    if not settings.current.key_backend:
        backend, store_id = _noted(places)
        if backend:
            settings.change(key_backend=backend, store_id=store_id)
        elif places.key_file.exists():
            settings.change(key_backend=_FILE, store_id=secrets.token_hex(8))
    if not key_is_in_file(settings):
        _note(places, settings)


def _note(places: Places, settings: SettingsFile) -> None:
    """Write the note if it differs; in a folder that cannot be written the old one stays."""
    if _noted(places) == (settings.current.key_backend, settings.current.store_id):
        return
    text = f"{settings.current.key_backend}\n{settings.current.store_id}\n"
    path = places.data / NOTE_NAME
    with suppress(OSError, BundleError, UnicodeEncodeError):  # the settings say it too
        places.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        save_file(path, [text.encode("ascii")])


def _noted(places: Places) -> tuple[str, str]:
    """The keyring and the name of the key from the note; ("", "") where there is none."""
    try:
        lines = (places.data / NOTE_NAME).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return "", ""
    return (lines[0], lines[1]) if len(lines) == 2 else ("", "")


def key_is_in_file(settings: SettingsFile) -> bool:
    """True where the system has no keyring, which the program shows on its screen."""
    return settings.current.key_backend == _FILE


def _make(places: Places, settings: SettingsFile) -> bytes:
    """A new key; where there is no keyring, one that lies in the key file from an earlier start."""
    key = secrets.token_bytes(_KEY_BYTES)
    if _is_in_keyring(key, places=places, settings=settings):
        return key
    key = _key_in_file(places) or key
    _put_in_file(key, places=places, settings=settings)
    return key


def keep_key(key: bytes, *, places: Places, settings: SettingsFile) -> None:
    """Keep a store's key as that of this folder; another key in the key file is set aside.

    Raises:
        StoreError: there is no keyring, and the key file cannot be written.
    """
    if not _is_in_keyring(key, places=places, settings=settings):
        _put_in_file(key, places=places, settings=settings)


def _is_in_keyring(key: bytes, *, places: Places, settings: SettingsFile) -> bool:
    """Keep the key in the system keyring and record that; False where there is none."""
    store_id = secrets.token_hex(8)
    backend = _working_keyring()
    if backend is None or not _written(backend, store_id, key.hex()):
        return False
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    settings.change(key_backend=name, store_id=store_id)
    _note(places, settings)
    return True


def _put_in_file(key: bytes, *, places: Places, settings: SettingsFile) -> None:
    if _key_in_file(places) != key:
        _write_file(places, key.hex())
    settings.change(key_backend=_FILE, store_id=secrets.token_hex(8))
    # A key file is found without a note, and a key in a keyring is another one from now on.
    with suppress(OSError):
        (places.data / NOTE_NAME).unlink(missing_ok=True)


def _working_keyring() -> "KeyringBackend | None":
    """The best of the system's own keyrings; None where there is none, or it is not to be used."""
    if os.environ.get(_VARIABLE) in _NO_KEYRING:
        return None
    found = [kind for name in KEYRINGS if (kind := _usable(name)) is not None]
    try:
        return max(found, key=lambda kind: kind.priority)() if found else None
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  back-ends are others' code and raise what they like
        return None


def _usable(name: str) -> "type[KeyringBackend] | None":
    """A keyring's class where this system has it."""
    try:
        kind = _class_of(name)
        works = kind is not None and kind.priority > 0
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  this is how they say that they cannot be used
        return None
    return kind if works else None


def _written(backend: "KeyringBackend", store_id: str, text: str) -> bool:
    try:
        backend.set_password(_SERVICE, store_id, text)
        return backend.get_password(_SERVICE, store_id) == text
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  whatever it raises, there is the key file
        return False


def _read_keyring(kept_in: str, store_id: str) -> str | None:
    if kept_in not in (*KEYRINGS, _SEVERAL):
        raise KeyGoneError(_gone(f"kept in {kept_in[:80]!r}, which is no keyring of the system"))
    try:
        return _first_of(_own_keyrings(kept_in), store_id)
    except (KeyGoneError, KeyboardInterrupt):
        raise
    except BaseException as error:  # back-ends are others' code and raise what they like
        raise KeyringSilentError(
            "The system keyring did not give the key to your data "
            f"({str(error) or type(error).__name__}). Nothing is lost. Unlock the keyring, or log "
            "in again, then try again."
        ) from error


def _own_keyrings(kept_in: str) -> "list[type[KeyringBackend]]":
    """The class of a keyring, or of all that can be used here where several had been."""
    if kept_in == _SEVERAL:
        return [kind for name in KEYRINGS if (kind := _usable(name)) is not None]
    kind = _class_of(kept_in)
    if kind is None:
        raise KeyGoneError(_gone(f"kept in {kept_in}"))
    return [kind]


def _first_of(kinds: "list[type[KeyringBackend]]", store_id: str) -> str | None:
    found = (kind().get_password(_SERVICE, store_id) for kind in kinds)
    return next((str(text) for text in found if text is not None), None)


def _class_of(name: str) -> "type[KeyringBackend] | None":
    """The class of one of :data:`KEYRINGS`; None where it is not installed."""
    for variable in [each for each in os.environ if each.startswith(_REDIRECTING)]:
        del os.environ[variable]
    module, _, kind = name.rpartition(".")
    try:
        found: type[KeyringBackend] | None = getattr(importlib.import_module(module), kind, None)
    except ImportError:
        return None
    return found


def _write_file(places: Places, text: str) -> None:
    """Write the key whole or not at all; a file that is there is set aside under another name."""
    flags, path = os.O_WRONLY | os.O_CREAT | os.O_EXCL, places.key_file
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(temporary, flags, stat.S_IRUSR | stat.S_IWUSR), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            path.replace(_unused(path))
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"The key file {places.key_file} cannot be written ({error.strerror}), so nothing was "
            "set up. Choose another folder, or ask the person who looks after this laptop."
        ) from error


def _unused(path: Path) -> Path:
    """For example ``database.old-1.key``: a name that no file has yet."""
    names = (path.with_name(f"{path.stem}.old-{number}{path.suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


def _read_file(places: Places) -> str | None:
    try:
        return places.key_file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyGoneError(_gone(f"{places.key_file}: {error.strerror}")) from error


def _key_in_file(places: Places) -> bytes | None:
    """The key in the key file; None where there is none that can be read."""
    try:
        return _key_of(_read_file(places) or "")
    except KeyGoneError:
        return None


def _gone(where: str) -> str:
    return (
        f"This laptop no longer has the key to your data ({where}). Nothing is lost. Start NPQ "
        "Desktop with its window and type the code from your recovery sheet, or put the keyring or "
        "key file back."
    )
