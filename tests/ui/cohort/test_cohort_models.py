from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from npq_desktop.rows.cohort import CohortRow, ComponentCell, Share
from npq_desktop.services.application import Application
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.item_words import item
from npq_desktop.ui.cohort.bar import bar_parts
from npq_desktop.ui.cohort.panel.glance import spread, spread_words
from npq_desktop.ui.cohort.table.model import CohortTableModel, columns_for, extras, in_order
from npq_desktop.ui.cohort.table.table import CohortFilter
from npq_desktop.ui.kit.lists.tables import TableRole

pytestmark = pytest.mark.slow


def row(**more: object) -> CohortRow:
    given: dict[str, object] = {
        "person": "p1",
        "name": "Cerys Ó Brien",
        "sort_name": "ó brien cerys",
        "school": "Moorside",
        "as_of": date(2026, 11, 25),
        "threshold": 90,
        "standing": "behind",
        "secured": Share("85/2", "42.5", 425),
        "possible": Share("175/2", "87.5", 875),
        "to_date": None,
        "components": (ComponentCell("attendance", "Events", Fraction(3), Fraction(4), 8, 1, 375),),
        "search_key": "cerys o brien",
        "unknown_permille": 62,
    }
    return CohortRow(**(given | more))


@pytest.fixture
def rows(application: Application, example: str) -> tuple[CohortRow, ...]:
    return application.cohort.view(example).rows


def test_cohort_table_is_a_sound_model(
    qtmodeltester: ModelTester, rows: tuple[CohortRow, ...]
) -> None:
    model = CohortTableModel()
    model.show_people(rows)

    qtmodeltester.check(model)


def test_cohort_filter_is_a_sound_model(
    qtmodeltester: ModelTester, rows: tuple[CohortRow, ...]
) -> None:
    model = CohortTableModel()
    model.show_people(rows)
    shown = CohortFilter()
    shown.setSourceModel(model)
    shown.keep_standing("behind")

    qtmodeltester.check(shown)


def test_sort_keys_of_a_column_are_numbers_or_text_of_one_kind(rows: tuple[CohortRow, ...]) -> None:
    for column in columns_for(rows):
        keys = [column.sort(row) for row in rows if column.sort]

        assert len(keys) == len(rows), column.key
        assert all(isinstance(key, str) for key in keys) or all(
            isinstance(key, int | float) for key in keys
        ), column.key


def test_table_without_a_change_of_people_is_not_reset(
    qtbot: object, rows: tuple[CohortRow, ...]
) -> None:
    model = CohortTableModel()
    model.show_people(rows)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))

    model.show_people(rows)

    assert resets == []


def test_component_columns_come_from_the_programme_and_are_shown_on_request() -> None:
    columns = columns_for((row(),))

    assert [column.key for column in columns[-2:]] == ["attendance", "flags"]
    assert extras(columns) == {"attendance", "flags"}


def test_those_who_need_a_look_stand_on_top_then_by_name() -> None:
    people = (
        row(person="a", standing="on_course", sort_name="abbott"),
        row(person="b", standing="deferred", sort_name="aaron"),
        row(person="c", standing="behind", sort_name="zeller"),
        row(person="d", standing="behind", sort_name="young"),
        row(person="e", standing="out_of_reach", sort_name="zz"),
    )

    assert [each.person for each in in_order(people)] == ["e", "d", "c", "a", "b"]


def test_a_row_reads_its_sentence_with_the_name_and_each_cell_its_own_value() -> None:
    model = CohortTableModel()
    behind = row(to_date=(Share("175/2", "87.5", 875),) * 2)
    model.show_people((behind,))

    def spoken(key: str) -> str | None:
        at = model.index(0, model.column_of(key))
        return at.data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken("name") == f"Cerys Ó Brien. {words.sentence(behind)}"
    assert spoken("so_far") == "87.5%"
    assert spoken("standing") == "Behind, can still reach 90%"
    assert not spoken("can_miss")


def test_component_shows_its_figure_of_the_total() -> None:
    model = CohortTableModel()
    model.show_people((row(),))

    assert model.index(0, model.column_of("attendance")).data() == "3 or 4 of 8"


def test_bar_puts_the_unknown_between_done_and_possible() -> None:
    parts = bar_parts(row())

    assert parts is not None
    assert (parts.done, parts.unknown_to, parts.possible) == (425, 487, 875)


def test_bar_never_draws_the_unknown_beyond_what_is_possible() -> None:
    parts = bar_parts(row(unknown_permille=900))

    assert parts is not None
    assert parts.unknown_to == 875


def test_spread_counts_people_by_what_is_due_so_far() -> None:
    full, line, none = Share("100", "100.0", 1000), Share("90", "90.0", 900), Share("0", "0.0", 0)
    people = (row(to_date=(full, full)), row(to_date=(line, full)), row(to_date=(none, line)))

    counts = spread((*people, row(to_date=None)))

    assert counts == (1, 0, 0, 0, 0, 0, 0, 0, 0, 2)
    assert "2 at 90% to 100%, 1 at 0% to 10%" in spread_words(counts)


def test_row_role_gives_the_row_itself() -> None:
    given = row()
    model = CohortTableModel()
    model.show_people((given,))

    assert model.index(0, 0).data(TableRole.ROW) is given


def test_item_words_say_state_credit_and_day(application: Application, example: str) -> None:
    person = application.cohort.view(example).rows[0].person
    items = application.cohort.person(example, person).items
    done = next(each for each in items if each.item == "m1.seminar")

    said = item(done)

    assert said.startswith("attended · counts 1 · due ")
    assert str((done.due or date.min).year) in said
