"""When a backup is made, and that no name of a participant stands in one."""

from pathlib import Path

import pytest
from support.applications import Laptop, preview

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.application import Application

pytestmark = pytest.mark.slow


def names(application: Application) -> list[str]:
    return [file.path.name for file in application.store.backups.files()]


def test_closing_leaves_a_backup_once_and_none_where_nothing_changed(
    application: Application, example: str
) -> None:
    application.backups.at_close()
    made = names(application)

    application.backups.at_close()

    assert made == names(application) == ["2026-11-23 132000.npqbackup"]


def test_a_store_that_is_closed_already_leaves_no_backup(
    application: Application, example: str
) -> None:
    application.store.close()

    application.backups.at_close()

    assert names(application) == []


def test_each_day_has_a_backup_where_something_changed(laptop, tmp_path: Path) -> None:
    alex = laptop("Alex Morgan")
    application = alex.application
    group = application.groups.add_example()
    application.backups.daily()
    alex.clock.move(hours=2)
    application.store.local.save_draft(group, "place", "text")
    application.backups.daily()
    alex.clock.move(days=1)
    application.backups.daily()

    assert names(application) == ["2026-11-24 152000.npqbackup", "2026-11-23 132000.npqbackup"]


def test_opening_a_file_is_preceded_by_a_backup(laptop, tmp_path: Path, quick_words) -> None:
    alex, sam = laptop("Alex Morgan"), laptop("Sam Okafor")
    group = alex.application.groups.add_example()
    made = alex.application.membership.invite(group, "Sam", "facilitator", tmp_path / "invitation")
    joining = sam.application.membership
    joining.join(joining.preview_invitation(made.path, made.words))
    assert names(sam.application) == []  # there was nothing to keep yet
    alex.application.exchange.send(group, tmp_path / "file")

    exchange = sam.application.exchange
    exchange.merge(exchange.preview(tmp_path / "file"))

    assert names(sam.application) == ["2026-11-23 132000 before import.npqbackup"]


def test_no_name_of_a_participant_stands_in_any_file(tmp_path: Path) -> None:
    person = "Wilhelmina Featherstone"
    alex = Laptop(tmp_path / "alex", "Alex Morgan")
    setup = alex.application.setup
    group = setup.create_group(
        preview(person), title="G", cohort="C", first_seminar=alex.clock().date()
    )
    register = alex.application.register
    row = register.view(group, "m1.seminar").rows[0]
    register.mark(group, "m1.seminar", row.person, Mark(MarkState.PRESENT), how="typed")
    alex.application.backups.at_close()
    open_files = contents(alex.folder)
    alex.close()

    for data in (*open_files, *contents(alex.folder)):
        for spelling in ("Wilhelmina", "Featherstone"):
            assert spelling.encode() not in data
            assert spelling.encode("utf-16-le") not in data
    assert list((alex.folder / "backups").glob("*.npqbackup"))


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
