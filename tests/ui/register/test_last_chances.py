"""The flag of those who can miss no event more: on rows that are not marked, and only there."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from support.fake_registers import row

from npq_desktop.rows.register import MarkState
from npq_desktop.ui.register.table.model import RegisterColumn
from npq_desktop.ui.register.table.words import detail_words, spoken

pytestmark = pytest.mark.slow

FLAG = "No miss left: 90% needs this one"


def test_only_rows_that_are_not_marked_and_expected_are_flagged() -> None:
    assert detail_words(row(1, needed_for=90)) == FLAG
    assert detail_words(row(1, needed_for=90, detail="apologies")) == f"{FLAG} · apologies"
    assert FLAG in spoken(row(1, needed_for=90))
    for changes in ({"state": MarkState.PRESENT}, {"expected": False}):
        assert detail_words(row(1, needed_for=90, **changes)) == ""
        assert FLAG not in spoken(row(1, needed_for=90, **changes))


def test_the_flag_comes_once_keys_rest_goes_with_the_mark_and_is_back_after_undo(
    show: Callable, qtbot: QtBot
) -> None:
    opened = show(*(row(number) for number in (1, 2, 3)))
    service = opened.service
    service.last = frozenset({"p2"})
    model = opened.tab.table.register_model

    def details() -> list[str]:
        return [model.index(at, RegisterColumn.DETAIL).data() for at in range(3)]

    assert details() == ["", "", ""]
    qtbot.waitUntil(lambda: details() == ["", FLAG, ""], timeout=2_000)
    opened.tab.table.select("p2")
    opened.press("p")
    assert details() == ["", "", ""]

    opened.bus.changed.emit(service.undo("g1")[0])

    assert details() == ["", FLAG, ""]
