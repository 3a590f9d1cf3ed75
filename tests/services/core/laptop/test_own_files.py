"""What must be this account's own is looked at before a data folder opens."""

import logging
import os
import stat
from pathlib import Path

import pytest

from npq_desktop.bundle.files import save_file
from npq_desktop.errors import ServiceError
from npq_desktop.services.core.laptop.own_files import check_own_files
from npq_desktop.services.core.laptop.places import Places, start_log

NAME = "Ann Abbott"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of files are of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places.under(tmp_path / "data")
    found.data.mkdir()
    for path in (found.data / "npq.db", found.key_file, found.settings_file):
        path.write_text("x")
        path.chmod(0o644)
    return found


def test_rights_that_are_too_wide_are_narrowed(places: Places) -> None:
    places.data.chmod(0o755)

    check_own_files(places)

    assert mode(places.data) == 0o700
    assert {mode(path) for path in places.data.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["npq.db", "npq.db-wal", "database.key", "settings.toml"])
def test_a_link_is_refused_with_its_name(places: Places, tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").write_text("x")
    (places.data / name).unlink(missing_ok=True)
    (places.data / name).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ServiceError, match=rf"{name} is a link to another place"):
        check_own_files(places)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("name", ["npq.db", "database.key", "."])
def test_what_belongs_to_another_account_is_refused(places: Places, name: str) -> None:
    os.chown(places.data / name, 4321, -1)

    with pytest.raises(ServiceError, match="belongs to another account"):
        check_own_files(places)


def test_a_saved_file_is_for_its_owner_unless_it_is_for_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        save_file(tmp_path / "own", [b"x"])
        save_file(tmp_path / "shared", [b"x"], for_others=True)
    finally:
        os.umask(before)

    assert mode(tmp_path / "own") == 0o600
    assert mode(tmp_path / "shared") == 0o644


def lookup(name: str) -> object:
    try:
        return {}[name]
    except KeyError as error:
        raise ValueError(name) from error


def test_a_log_tells_where_and_what_kind_and_never_the_text_of_an_error(
    places: Places, expect_log: object
) -> None:
    expect_log("fault")  # type: ignore[operator]
    logger = logging.getLogger("npq_desktop")
    start_log(places)
    handler = logger.handlers[-1]
    try:
        lookup(NAME)
    except ValueError:
        logging.getLogger("npq_desktop.x").exception("a fault")
    finally:
        logger.removeHandler(handler)
        handler.close()

    text = (places.log / "npq-desktop.log").read_text()
    assert "test_own_files.py" in text
    assert "ValueError, from KeyError" in text
    assert "Abbott" not in text
    assert mode(places.log / "npq-desktop.log") == 0o600
