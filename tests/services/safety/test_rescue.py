"""A data folder that does not open: what the code, its backups and what is sound of it give back.

The dialogs that ask are in ``tests/ui/safety/test_start.py``.
"""

import re
import shutil
from pathlib import Path

import pytest
from support.scenes import PRESENT, MakeScene, Scene

from npq_desktop.bootstrap import open_application, rescue_of
from npq_desktop.errors import JournalError, ServiceError, StoreError
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.services.safety.rescue import Rescue
from npq_desktop.store.backups.backup import SEAL_BYTES, SEAL_NAME

pytestmark = pytest.mark.slow

PAGE = 4096
KEY_FILE = "database.key"


@pytest.fixture
def here(scene: MakeScene) -> Scene:
    """A group of two with a mark, a backup, and a mark that came after it; then closed."""
    made = scene("Ann", "Ben")
    made.mark("Ann", "m1.seminar", PRESENT)
    made.application.backups.at_close()
    made.code = made.application.recovery.sheet().code
    made.laptop.clock.move(hours=1)
    made.mark("Ben", "m1.seminar", PRESENT)
    made.pages = pages_of(made, "identity", "journal")
    made.entries = entries(made)
    made.laptop.close()
    return made


def pages_of(scene: Scene, *tables: str) -> dict[str, int]:
    """The first page of each table, from 0."""
    asked = "SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'"
    with scene.application.store._database.reading() as connection:
        roots = dict(tuple(row) for row in connection.exec_driver_sql(asked))
    return {table: roots[table] - 1 for table in tables}


def entries(scene: Scene) -> int:
    return len(list(scene.application.store.events(scene.group)))


def damage(path: Path, *pages: int) -> None:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE + 100] ^= 1
    path.write_bytes(data)


def rescue(scene: Scene) -> Rescue:
    return rescue_of(Places.under(scene.laptop.folder), clock=scene.laptop.clock)


def store_file(scene: Scene) -> Path:
    return scene.laptop.folder / "npq.db"


def backups(scene: Scene) -> list[Path]:
    return sorted((scene.laptop.folder / "backups").glob("*.npqbackup"))


def refused_start(scene: Scene) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_application(Places.under(scene.laptop.folder), clock=scene.laptop.clock)
    return caught.value


# ---- the key ------------------------------------------------------------------------------------


@pytest.mark.parametrize("beside", [True, False])
def test_code_gives_the_key_back_from_the_seal_here_or_of_a_backup(
    here: Scene, beside: bool
) -> None:
    (here.laptop.folder / KEY_FILE).unlink()
    if not beside:
        (here.laptop.folder / SEAL_NAME).unlink()
    assert rescue(here).wants_code(refused_start(here))

    rescue(here).unlock(here.code.lower())

    assert here.application.register.view(here.group, "m1.seminar").rows[0].name == "Ann"


def test_backup_without_a_seal_is_passed_over_for_an_older_one(here: Scene) -> None:
    [backup] = backups(here)
    newer = backup.with_name("2026-12-24 120000.npqbackup")
    newer.write_bytes(backup.read_bytes()[:-SEAL_BYTES])
    (here.laptop.folder / SEAL_NAME).unlink()
    (here.laptop.folder / KEY_FILE).unlink()

    rescue(here).unlock(here.code)

    assert here.application.groups.all()


def test_code_opens_nothing_where_no_seal_is_left(here: Scene) -> None:
    (here.laptop.folder / KEY_FILE).unlink()
    (here.laptop.folder / SEAL_NAME).unlink()
    shutil.rmtree(here.laptop.folder / "backups")

    with pytest.raises(ServiceError, match="Neither the data file nor a backup beside it"):
        rescue(here).unlock(here.code)

    assert not (here.laptop.folder / KEY_FILE).exists()


def test_code_with_a_slip_or_of_another_sheet_leaves_the_key_as_it_is(here: Scene) -> None:
    (here.laptop.folder / KEY_FILE).unlink()

    with pytest.raises(JournalError, match="27 characters"):
        rescue(here).unlock(here.code[:9])
    with pytest.raises(ServiceError, match="it is from sheet"):
        rescue(here).unlock(RecoveryCode(bytes(16)).text())

    assert not (here.laptop.folder / KEY_FILE).exists()


def test_code_is_asked_for_where_the_key_fits_neither_file_nor_backup(here: Scene) -> None:
    key = here.laptop.folder / KEY_FILE
    key.write_text("00" * 32, encoding="ascii")
    error = refused_start(here)

    assert rescue(here).wants_code(error)

    rescue(here).unlock(here.code)
    assert here.application.groups.all()


@pytest.mark.parametrize("has_backup", [True, False])
def test_code_is_not_asked_for_where_the_key_opens_a_backup_or_another_page(
    here: Scene, has_backup: bool
) -> None:
    if not has_backup:
        shutil.rmtree(here.laptop.folder / "backups")
    damage(store_file(here), 0)
    error = refused_start(here)

    assert not rescue(here).wants_code(error)
    assert rescue(here).can_mend(error)


def test_a_code_that_gives_the_key_that_is_here_says_that_the_file_is_damaged(here: Scene) -> None:
    """Without its first 16 bytes nothing tells a damaged file from one under another key."""
    shutil.rmtree(here.laptop.folder / "backups")
    path = store_file(here)
    path.write_bytes(bytes(16) + path.read_bytes()[16:])
    assert rescue(here).wants_code(refused_start(here))

    with pytest.raises(ServiceError, match="the file is damaged"):
        rescue(here).unlock(here.code)


def test_neither_code_nor_mending_is_offered_while_another_program_holds_the_file(
    here: Scene,
) -> None:
    assert here.application.groups.all()
    error = refused_start(here)

    assert not rescue(here).wants_code(error)
    assert not rescue(here).can_mend(error)


# ---- mending ------------------------------------------------------------------------------------


def mended(scene: Scene) -> tuple[str, ...]:
    words = rescue(scene).mend()
    assert scene.application.store.verify().problems == ()
    return words


def test_mending_says_what_is_here_which_backup_helped_and_where_the_damaged_file_is(
    here: Scene,
) -> None:
    damage(store_file(here), 0)

    words = mended(here)

    sound, backup, aside = words
    assert sound == f"{here.entries} changes are here and sound."
    assert re.fullmatch(r"The backup of .+ was added to what could be read\.", backup)
    assert aside == "The damaged file is kept in the folder “damaged 2026-11-23 142000”."
    assert (here.laptop.folder / "damaged 2026-11-23 142000" / "npq.db").exists()
    assert here.application.register.view(here.group, "m1.seminar").rows[0].name == "Ann"


def test_mending_says_where_the_backup_is_all_there_is(here: Scene) -> None:
    path = store_file(here)
    data = path.read_bytes()
    path.write_bytes(bytes(16) + data[16:])

    [sound, backup, _] = mended(here)

    assert sound == f"{here.entries - 1} changes are here and sound."
    assert "Nothing in the damaged file could be read, so changes after that are missing" in backup


def test_mending_without_a_backup_counts_what_could_not_be_read(here: Scene) -> None:
    shutil.rmtree(here.laptop.folder / "backups")
    last = store_file(here).stat().st_size // PAGE
    damage(store_file(here), last - 7)  # a leaf of the journal, neither its top nor its end

    words = mended(here)

    kept = entries(here)
    lost = here.entries - kept
    assert lost > 0
    assert f"{kept} changes are here and sound." in words
    assert any(
        line.startswith((f"{lost} changes in the damaged", f"{lost} change in the damaged"))
        for line in words
    )
    assert "There was no sound backup beside it, so this is what could be read." in words


def test_mending_names_a_damaged_backup(here: Scene) -> None:
    [backup] = backups(here)
    newer = backup.with_name("2026-12-24 120000.npqbackup")
    shutil.copy(backup, newer)
    damage(newer, 5)
    damage(store_file(here), 0)

    assert "The backup “2026-12-24 120000.npqbackup” is damaged." in mended(here)


def test_laptop_that_lost_its_keys_says_so_and_gets_its_place_back_from_the_sheet(
    here: Scene, tmp_path: Path
) -> None:
    stick = shutil.move(here.laptop.folder / "backups", tmp_path / "stick")
    damage(store_file(here), here.pages["identity"])

    words = mended(here)

    assert any(line.startswith("Whose laptop this is could not be read.") for line in words)
    here.application.recovery.restore(here.code, Path(stick))
    here.mark("Ann", "m2.seminar", PRESENT)
    assert not here.application.store.state(here.group).held


def test_mending_names_the_laptop_whose_entries_are_missing(scene: MakeScene) -> None:
    here = scene("Ann", "Ben")
    sam = here.colleague()
    sam.say("mark.set", who="Ann", event="m1.seminar", state="present", how="typed")
    del sam.events[-1]
    sam.say("mark.set", who="Ben", event="m1.seminar", state="present", how="typed")
    sam.send()
    here.application.backups.at_close()
    here.laptop.close()
    damage(store_file(here), 0)

    words = rescue(here).mend()

    assert words[-1] == (
        "1 change from Sam Okafor (Sam's laptop) is missing here. Ask for a newer file from there."
    )


def test_mending_changes_nothing_where_nothing_can_be_read(here: Scene) -> None:
    shutil.rmtree(here.laptop.folder / "backups")
    damage(store_file(here), *range(store_file(here).stat().st_size // PAGE))
    before = store_file(here).read_bytes()

    with pytest.raises(StoreError, match="The data file cannot be read"):
        rescue(here).mend()

    assert store_file(here).read_bytes() == before
