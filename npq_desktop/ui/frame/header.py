"""The strip at the top: which group, its pages, and how it stands with the other laptops."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from npq_desktop.rows.groups import GroupTitle, SyncChip
from npq_desktop.services.core.words import count, group_named
from npq_desktop.ui.kit.dialogs.fields import name_box
from npq_desktop.ui.kit.page.navigation import NavigationBar
from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.shapes import Shape, paint_shape
from npq_desktop.ui.kit.paint.tokens import tokens_of
from npq_desktop.ui.kit.pieces.text import plain_tip

_NAME_CHARACTERS, _LEAST_CHARACTERS = 22, 5
_NARROW = 900
"""Below this width at text 100% the chip shows icon and number only."""


def _joined(*parts: str) -> str:
    """The parts that are not empty, a point between them."""
    return " · ".join(filter(None, parts))


class GroupSwitcher(QComboBox):
    """The group's name over its cohort and how many people it has; opens the list of groups."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.about = ""
        self._parts = ("", "", "")
        self._is_low = False
        self._room = 0
        self.show_about("", "", "")
        self.setToolTip("Switch group (Ctrl+G)")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_about(self, news: str, cohort: str, people: str) -> None:
        """Show a second line under the name; what is too long gives way, ``people`` last."""
        self._parts = (news, cohort, people)
        self.about = _joined(news, cohort, people)
        name_box(self, "Group", self.about)
        self.updateGeometry()
        self.update()

    def about_within(self, width: int) -> str:
        """The second line as it fits: the count of people goes first, then the news."""
        metrics = QFontMetrics(larger(self.font(), CAPTION))
        news, cohort, people = self._parts
        kept = cohort or people
        for said in (self.about, _joined(news, kept), kept):
            if metrics.horizontalAdvance(said) <= width:
                return said
        return metrics.elidedText(kept, Qt.TextElideMode.ElideRight, width)

    def needed(self) -> int:
        """How wide it must be so that neither the group's name, its cohort nor the news is cut."""
        news, cohort, people = self._parts
        return self._width_of(_joined(news, cohort or people))

    def take(self, room: int) -> None:
        """Be as wide as its words where the header has ``room`` for them."""
        if room != self._room:
            self._room = room
            self.updateGeometry()

    def _width_of(self, about: str) -> int:
        name = QFontMetrics(bold(self.font())).horizontalAdvance(self.currentText())
        below = QFontMetrics(larger(self.font(), CAPTION)).horizontalAdvance(about)
        return max(name, 0 if self._is_low else below) + self._sides()

    def words_area(self) -> QRect:
        """Where its words stand: between the air on the left and the chevron on the right."""
        left = metrics_of(self.font()).space
        return self.rect().adjusted(left, 0, left - self._sides(), 0)

    def _sides(self) -> int:
        metrics = metrics_of(self.font())
        return metrics.line * 3 // 2 + metrics.space

    def give_way(self, *, is_low: bool) -> None:
        """Leave the second line out where the window is low."""
        self._is_low = is_low
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = metrics_of(self.font())
        strong = metrics_of(bold(self.font()))
        most = max(strong.chars(_NAME_CHARACTERS) + self._sides(), self._room)
        width = min(self._width_of(self.about), most)
        return QSize(width, metrics.target(32 if self._is_low else 40))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(metrics_of(self.font()).chars(_LEAST_CHARACTERS), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            ring = colours.accent if self.hasFocus() else colours.line
            painter.setPen(QPen(QColor(ring), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)
        area = self.words_area()
        two = bool(self.about) and not self._is_low
        half = self.height() // 2
        name = QRect(area.left(), 1, area.width(), half) if two else area
        painter.setPen(QColor(colours.text))
        self._write(painter, name, self.currentText(), strong=True)
        if two:
            painter.setPen(QColor(colours.muted))
            below = QRect(area.left(), half - 1, area.width(), half)
            self._write(painter, below, self.about_within(below.width()), strong=False)
        chevron = QRect(area.right(), 0, metrics.line * 5 // 4, self.height())
        self._paint_chevron(painter, chevron)
        painter.end()

    def _write(self, painter: QPainter, where: QRect, words: str, *, strong: bool) -> None:
        font = bold(self.font()) if strong else larger(self.font(), CAPTION)
        painter.setFont(font)
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(words, elide, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_chevron(self, painter: QPainter, where: QRect) -> None:
        middle, half = where.center(), metrics_of(self.font()).gap
        painter.setPen(QPen(QColor(tokens_of(self.palette()).muted), 1.5))
        ends = ((-half, -half // 2), (0, half // 2), (half, -half // 2))
        painter.drawPolyline([middle + QPoint(x, y) for x, y in ends])


class ChipButton(QToolButton):
    """How things stand with the other laptops; framed where something waits for the person."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = SyncChip("", needs_action=False)
        self._is_narrow = False
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_chip(self, chip: SyncChip) -> None:
        """Show these words, or their number where the window is narrow."""
        self.shown = chip
        self.setText(chip.words)
        self.setAccessibleName(chip.words)
        self.setToolTip(plain_tip(chip.words))
        self.updateGeometry()
        self.update()

    def give_way(self, *, is_narrow: bool) -> None:
        """Show icon and number only where words have no room."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.updateGeometry()
            self.update()

    def words(self) -> str:
        """What is to be read on it."""
        return self._number() if self._is_narrow else self.shown.words

    def width_in_words(self) -> int:
        """How wide it is with its words."""
        return self._size_for(self.shown.words, air=metrics_of(self.font()).line).width()

    def _number(self) -> str:
        return str(self.shown.number) if self.shown.number else ""

    @override
    def sizeHint(self) -> QSize:
        return self._size_for(self.words(), air=self._air())

    def _size_for(self, words: str, *, air: int) -> QSize:
        metrics = metrics_of(self.font())
        width = self.fontMetrics().horizontalAdvance(words) + (metrics.gap * 2 if words else 0)
        return QSize(width + metrics.icon + air * 2, metrics.target(32))

    def _air(self) -> int:
        metrics = metrics_of(self.font())
        return metrics.space if self._is_narrow else metrics.line

    @override
    def minimumSizeHint(self) -> QSize:
        """As narrow as it can become, so that the window can."""
        return self._size_for(self._number(), air=self._air())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        waits = self.shown.needs_action
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, waits=waits)
        ink = colours.warn if waits else colours.text
        icon = QRect(self._air(), 0, metrics.icon, self.height())
        if waits:
            paint_shape(painter, icon.toRectF(), Shape.WARNING, QColor(ink))
        else:
            drawn = icons().pixmap("sync", colours.ok, metrics.icon, self.devicePixelRatioF())
            painter.drawPixmap(icon.left(), (self.height() - metrics.icon) // 2, drawn)
        painter.setPen(QColor(ink))
        words = self.rect().adjusted(icon.right() + metrics.gap * 2, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, flags, self.words())
        painter.end()

    def _paint_frame(self, painter: QPainter, *, waits: bool) -> None:
        colours = tokens_of(self.palette())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
        elif waits:
            painter.setPen(QPen(QColor(colours.warn), 1))
        elif self.underMouse():
            painter.setPen(QPen(QColor(colours.line), 1))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.warn_soft) if waits else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)


class Header(QWidget):
    """``group_chosen``: somebody chose; ``chip_clicked``: show what the chip is about."""

    group_chosen = Signal(str)
    all_groups_chosen = Signal()
    chip_clicked = Signal()

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups: tuple[GroupTitle, ...] = ()
        self._current = -1
        self._news, self._cohort, self._people = "", "", ""
        self._is_low = False
        self.switcher = GroupSwitcher(self)
        self.navigation = NavigationBar(self)
        self.navigation.setAccessibleName("Pages of this group")
        self.chip = ChipButton(self)
        self.setAutoFillBackground(True)
        self._lay_out()
        self.switcher.activated.connect(self._activated)
        self.chip.clicked.connect(self.chip_clicked)

    def show_groups(self, groups: tuple[GroupTitle, ...], current: str, people: int) -> None:
        """Show the groups of this laptop; the current one is named, and how many are in it."""
        self._groups = groups
        with QSignalBlocker(self.switcher):
            self.switcher.clear()
            for group in groups:
                title = group_named(group.title, unverified=group.unverified)
                self.switcher.addItem(title, group.id)
            self.switcher.insertSeparator(len(groups))
            self.switcher.addItem("All my groups…")
            position = self.switcher.findData(current)
            self._current = position
            self.switcher.setCurrentIndex(position)
        self.setVisible(bool(groups))
        self._show_about(position, people)

    def show_news(self, words: str) -> None:
        """Say before what the group is what is new in it, such as "3 new posts"; "" for nothing."""
        self._news = words
        self._show_second_line()

    def show_chip(self, chip: SyncChip) -> None:
        """Show how things stand with the other laptops."""
        if chip != self.chip.shown:
            self.chip.show_chip(chip)

    def open_switcher(self) -> None:
        """Let the keyboard choose a group."""
        self.switcher.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.switcher.showPopup()

    def give_way(self, *, is_low: bool) -> None:
        """Be lower where the window is low."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.switcher.give_way(is_low=is_low)

    def _lay_out(self) -> None:
        metrics = metrics_of(self.font())
        line = QHBoxLayout(self)
        line.setContentsMargins(metrics.gap, 0, metrics.space, 0)
        line.setSpacing(metrics.space)
        line.addWidget(self.switcher)
        line.addWidget(self.navigation, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        line.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)

    def _activated(self, position: int) -> None:
        if position < len(self._groups):
            self._current = position
            self.group_chosen.emit(self._groups[position].id)
            return
        self.switcher.setCurrentIndex(self._current)
        self.all_groups_chosen.emit()

    def _show_about(self, position: int, people: int) -> None:
        self._news, self._cohort, self._people = "", "", ""
        if 0 <= position < len(self._groups):
            self._cohort = self._groups[position].cohort
            self._people = count(people, "person", "people")
        self._show_second_line()

    def _show_second_line(self) -> None:
        self.switcher.show_about(self._news, self._cohort, self._people)
        tip = "Switch group (Ctrl+G)"
        self.switcher.setToolTip(plain_tip(_joined(self.switcher.about, tip)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The chip loses its words before the group's name or its cohort is cut."""
        is_narrow = metrics_of(self.font()).wide_at_full_text(self.width()) < _NARROW
        self.navigation.give_way(is_narrow=is_narrow)
        left = self.width() - self.navigation.sizeHint().width() - self._between()
        wordy = left - self.chip.width_in_words()
        self.chip.give_way(is_narrow=is_narrow or wordy < self.switcher.needed())
        self.switcher.take(left - self.chip.sizeHint().width())

    def _between(self) -> int:
        """The air at both sides and between the switcher, the pages, the stretch and the chip."""
        metrics = metrics_of(self.font())
        return metrics.gap + metrics.space * 4

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other words, or a badge
            self._fit()
        return super().event(event)
