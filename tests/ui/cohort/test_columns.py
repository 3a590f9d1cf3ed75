"""What the columns of the cohort table ask for, and what is cut last."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npq_desktop.rows.cohort import CohortRow, ToSettle, Unknown
from npq_desktop.services.application import Application
from npq_desktop.services.cohort import words
from npq_desktop.ui.cohort.table.columns import fitted, widths
from npq_desktop.ui.cohort.table.delegate import look_of
from npq_desktop.ui.cohort.table.model import columns_for

pytestmark = pytest.mark.slow

_ONE_OF_EACH = (ToSettle.MARK, ToSettle.MARKS, ToSettle.RAN, ToSettle.REVIEW)


@pytest.fixture
def row(application: Application, example: str) -> CohortRow:
    return application.cohort.view(example).rows[0]


@pytest.mark.parametrize("what", _ONE_OF_EACH)
def test_one_thing_to_settle_stands_whole_in_its_column(
    row: CohortRow, qtbot: QtBot, what: ToSettle
) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    look = look_of(view)
    unsettled = replace(row, standing="unresolved", unknown=(Unknown("Reflection 3", what),))

    shown = fitted(widths(columns_for(()), (unsettled,), look), look.metrics.wide(966), (), look)

    text = look.width(words.capital(words.cell(unsettled)), heavy=True)
    assert shown["standing"] >= text + look.metrics.icon + look.metrics.space * 3
