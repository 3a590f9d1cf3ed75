"""The database key: kept in the system keyring, or in an owner-only file where there is none.

Never makes a new key when a store already exists, because that would hide the old data for ever.
Source: journal/FORMAT.md, section 8.
"""

import importlib
import os
import secrets
import stat
from typing import TYPE_CHECKING

from npq_desktop.errors import StoreError
from npq_desktop.services.core.places import Places, SettingsFile

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


class KeyGoneError(StoreError):
    """A store is there and its key is not: the recovery code gives it back."""


class KeyringSilentError(StoreError):
    """The keyring that has the key does not give it now."""


_SERVICE = "NPQ Desktop"
_FILE = "file"
_KEY_BYTES = 32


def database_key(*, places: Places, settings: SettingsFile, store_exists: bool) -> bytes:
    """The 32-byte key of the store in ``places.data``, made at the first start.

    A key that was made is used again while no store exists: a second start beside the first one, or
    a data folder that is away for a moment, must not put another key in its place.

    Raises:
        KeyGoneError: a store exists but its key is gone from keyring and file.
        StoreError: a new key cannot be kept.
        KeyringSilentError: the keyring does not answer; trying again may help.
    """
    backend = settings.current.key_backend
    if not backend:
        if store_exists:
            raise KeyGoneError(_gone("no record of where it was kept"))
        return _make(places, settings)
    text = _read_file(places) if backend == _FILE else _read_keyring(settings)
    if text is None and not store_exists:
        return _make(places, settings)
    if text is None:
        raise KeyGoneError(_gone(f"it was kept in: {backend}"))
    return _key_of(text, backend)


def _key_of(text: str, backend: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise KeyGoneError(_gone(f"what is kept in {backend} is no key any more"))
    return key


def key_is_in_file(settings: SettingsFile) -> bool:
    """True where the system has no keyring, which the program says on its screen."""
    return settings.current.key_backend == _FILE


def _make(places: Places, settings: SettingsFile) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    keep_key(key, places=places, settings=settings)
    return key


def keep_key(key: bytes, *, places: Places, settings: SettingsFile) -> None:
    """Keep a store's key, in place of whatever was kept for this folder.

    Raises:
        StoreError: there is no keyring, and the key file cannot be written.
    """
    text = key.hex()
    store_id = secrets.token_hex(8)
    backend = _working_keyring()
    if backend is not None and _written(backend, store_id, text):
        name = f"{type(backend).__module__}.{type(backend).__qualname__}"
        settings.change(key_backend=name, store_id=store_id)
    else:
        _write_file(places, text)
        settings.change(key_backend=_FILE, store_id=store_id)


def _working_keyring() -> "KeyringBackend | None":
    try:
        import keyring  # 86 ms: only at the first start, afterwards the backend alone is imported
        from keyring.backends import fail, null

        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001  back-ends are others' code and raise what they like
        return None
    return None if isinstance(backend, fail.Keyring | null.Keyring) else backend


def _written(backend: "KeyringBackend", store_id: str, text: str) -> bool:
    try:
        backend.set_password(_SERVICE, store_id, text)
        return backend.get_password(_SERVICE, store_id) == text
    except Exception:  # noqa: BLE001  whatever it raises, there is the key file
        return False


def _read_keyring(settings: SettingsFile) -> str | None:
    kept_in, store_id = settings.current.key_backend, settings.current.store_id
    try:
        backend = _backend_called(kept_in)
        text = backend and backend().get_password(_SERVICE, store_id)
    except Exception as error:  # back-ends are others' code and raise what they like
        raise KeyringSilentError(
            "The system keyring did not give the key to your data "
            f"({str(error) or type(error).__name__}). Nothing is lost: unlock it, or log in "
            "again, then try again."
        ) from error
    if backend is None:
        raise KeyGoneError(_gone(f"kept in {kept_in}"))
    return None if text is None else str(text)


def _backend_called(name: str) -> "type[KeyringBackend] | None":
    """The class of a keyring; None where it is not installed any more."""
    module, _, kind = name.rpartition(".")
    try:
        found: type[KeyringBackend] | None = getattr(importlib.import_module(module), kind, None)
    except ImportError:
        return None
    return found


def _write_file(places: Places, text: str) -> None:
    """Write the key where nobody recorded one: a leftover of an interrupted start opens nothing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        places.key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        places.key_file.unlink(missing_ok=True)
        with os.fdopen(os.open(places.key_file, flags, stat.S_IRUSR | stat.S_IWUSR), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(
            f"The key file {places.key_file} cannot be written ({error.strerror}), so nothing was "
            "set up. Choose another folder, or ask whoever looks after this laptop."
        ) from error


def _read_file(places: Places) -> str | None:
    try:
        return places.key_file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyGoneError(_gone(f"{places.key_file}: {error.strerror}")) from error


def _gone(where: str) -> str:
    return (
        f"The key that opens your data is missing ({where}). Nothing is lost: put the keyring or "
        "key file back, or start NPQ Desktop with its window and type your recovery code."
    )
