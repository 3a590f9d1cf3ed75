"""The one composition root: opens a data directory and the application on it."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from npq_desktop.services.application import Application
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.database_key import database_key, note_key_place
from npq_desktop.services.core.laptop.own_files import check_own_files
from npq_desktop.services.core.laptop.places import HANDED_OVER, Places, SettingsFile
from npq_desktop.services.core.laptop.policy import Policy
from npq_desktop.services.core.recorder import Clock
from npq_desktop.services.core.times import home_clock
from npq_desktop.store.database import DAMAGE_NAME, FILE_NAME, MENDED_NAME
from npq_desktop.store.store import Store
from npq_desktop.store.upgrading import Progress, silent

if TYPE_CHECKING:
    from npq_desktop.services.safety.rescue import Rescue


_LOG = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The laptop's clock, whatever zone the laptop is set to."""
    return datetime.now(UTC)


def open_application(
    places: Places,
    *,
    clock: Clock = utc_now,
    progress: Progress = silent,
    policy: Policy | None = None,
) -> Application:
    """Open the data directory; the services on it are built when they are asked for.

    ``progress`` hears how far groups of another version are brought up to date. ``policy`` is
    what this machine's file says where none is given.

    Raises:
        StoreError: it is in use, damaged, gone, without its key, or in a place that loses data.
        ServiceError: the settings file cannot be read.
    """
    clock = home_clock(clock)
    policy = _policy() if policy is None else policy
    _check_places(policy, places)
    _finish_mending(places, clock)
    settings = SettingsFile(path=places.settings_file)
    _check_not_missing(places, settings)
    exists = (places.data / FILE_NAME).exists()
    key = database_key(places=places, settings=settings, store_exists=exists)
    store = Store.open(places.data, key, now=clock, progress=progress)
    try:
        note_key_place(places=places, settings=settings)
        _check_after_damage(places, store)
        _check_not_emptied(places, settings, store)
        core = Core.on(store, settings=settings, clock=clock, policy=policy)
        application = Application(core, places=places)
        if store.log_is_damaged:
            application.lost_log.note()
        if store.backups.seal is None:
            application.recovery.keep_seal()
    except BaseException:
        store.close()
        raise
    return application


def _policy() -> Policy:
    policy = Policy.load()
    for sentence in policy.ignored:
        _LOG.warning("%s", sentence)
    return policy


def _check_places(policy: Policy, places: Places) -> None:
    """Refuse a folder that may not hold data, and what is not this account's own."""
    policy.check_data_folder(places.data)
    check_own_files(places)


def _finish_mending(places: Places, clock: Clock) -> None:
    if (places.data / MENDED_NAME).exists():  # a mending that was killed just before its end
        from npq_desktop.store.repair.mending import finish_mending

        finish_mending(places.data, clock())


def _check_not_emptied(places: Places, settings: SettingsFile, store: Store) -> None:
    if not store.groups():
        from npq_desktop.services.safety.missing import refuse_emptied

        refuse_emptied(places, settings, store.local.setting(HANDED_OVER) or ())


def _check_not_missing(places: Places, settings: SettingsFile) -> None:
    if not _has_bytes(places.data / FILE_NAME):
        from npq_desktop.services.safety.missing import refuse_missing

        refuse_missing(places, settings)


def _check_after_damage(places: Places, store: Store) -> None:
    if (places.data / DAMAGE_NAME).exists():
        store.check_pages()
        (places.data / DAMAGE_NAME).unlink()


def _has_bytes(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def rescue_of(places: Places, *, clock: Clock = utc_now) -> "Rescue":
    """What helps where :func:`open_application` was refused."""
    from npq_desktop.services.safety.rescue import Rescue

    return Rescue(places=places, clock=home_clock(clock))
