"""Times the painting of one register row, and of a page of controls in our style.

Times are those of this process alone, so that what else runs does not count. Floors, of the same
run: the same row by Qt's own delegate, and the same controls in plain Fusion. Run it as
``QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_painting.py``.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from PySide6.QtGui import QImage, QPainter, QRegion  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleFactory,
    QWidget,
)
from support.fake_registers import row  # noqa: E402

from npq_desktop.rows.register import MarkState, RegisterRow  # noqa: E402
from npq_desktop.ui.kit.paint.style import KitStyle  # noqa: E402
from npq_desktop.ui.kit.paint.theme import Theme  # noqa: E402
from npq_desktop.ui.register.table.table import RegisterTable  # noqa: E402

TIMES = 200
MARKS = (MarkState.UNMARKED, MarkState.PRESENT, MarkState.ABSENT, MarkState.LEFT_EARLY)


def main() -> None:
    """Print what one row costs at 1x and 2x, and what the style costs, each against its floor."""
    qt = QApplication(sys.argv[:1])
    Theme(application=qt)
    rows = tuple(row(n, state=MARKS[n % len(MARKS)]) for n in range(1, 31))
    for ratio in (1.0, 2.0):
        ours, floor = (row_times(rows, ratio, plain=plain) for plain in (False, True))
        report(f"one register row at {ratio:g}x", ours, floor, "Qt's own delegate")
    fusion = [styled("Fusion") for _ in range(9)]
    kit = [styled("") for _ in range(9)]
    report("80 controls, set up and painted", kit, fusion, "plain Fusion")


def row_times(rows: tuple[RegisterRow, ...], ratio: float, *, plain: bool) -> list[float]:
    """Seconds for a row alone, each of them in turn."""
    table = RegisterTable(parent=None)  # type: ignore[arg-type]
    table.resize(1100, 740)
    table.show_rows(rows, another=True)
    if plain:
        table.setItemDelegate(QStyledItemDelegate(table))
    table.show()
    table.fit_columns()
    QApplication.processEvents()
    image = QImage(table.viewport().size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    times = []
    for turn in range(TIMES + 30):
        line = table._line(turn % 15)  # one row alone
        start = time.process_time()
        painter = QPainter(image)
        table.viewport().render(painter, line.topLeft(), QRegion(line))
        painter.end()
        times.append(time.process_time() - start)
    table.close()
    return times[30:]


def styled(name: str) -> float:
    """Seconds to build 80 controls in a style, and to paint them for the first time."""
    start = time.process_time()
    style = QStyleFactory.create(name) if name else KitStyle()
    page = QWidget()
    grid = QGridLayout(page)
    made: tuple[Callable[[], QWidget], ...] = (QPushButton, QLineEdit, QCheckBox, QComboBox)
    widgets = [made[at % 4]() for at in range(80)]
    for at, widget in enumerate(widgets):
        widget.setStyle(style)
        grid.addWidget(widget, at // 8, at % 8)
    page.show()
    page.grab()
    seconds = time.process_time() - start
    page.close()
    return seconds


def report(what: str, ours: list[float], floor: list[float], named: str) -> None:
    """One line: the medians, and how often the floor goes into ours."""
    own, least = (statistics.median(each) for each in (ours, floor))
    print(
        f"{what}: {own * 1e6:,.0f} µs, {own / least:.2f} of {named} ({least * 1e6:,.0f} µs)",
        flush=True,
    )


if __name__ == "__main__":
    main()
