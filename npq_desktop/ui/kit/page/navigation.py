"""The pages of a window as words in a row, the one in front underlined."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget
from typing_extensions import override

from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.metrics import CAPTION, Metrics, bold, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import frame
from npq_desktop.ui.kit.paint.tokens import tokens_of


class NavigationBar(QTabBar):
    """A row of pages without a base; a badge counts what waits on a page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._drawings: dict[int, str] = {}
        self._badges: dict[int, str] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self._hovered = -1
        self._is_narrow = False

    def add(self, page: int, title: str, drawing: str) -> None:
        """Add a page by its title and the name of its drawing."""
        self._drawings[page] = drawing
        self.insertTab(page, title)

    def give_way(self, *, is_narrow: bool) -> None:
        """Put the pages closer together, without drawings, where the window is narrow."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.setTabText(0, self.tabText(0))  # lays the pages out anew
            self.updateGeometry()

    def show_badge(self, page: int, number: int) -> None:
        """Count what waits on a page; 0 takes the badge away."""
        text = str(number) if number else ""
        if self._badges.get(page, "") == text:
            return
        self._badges[page] = text
        name = self.tabText(page)
        self.setAccessibleTabName(page, f"{name}, {number} waiting" if number else name)
        self.setTabText(page, name)  # lays the pages out anew
        self.updateGeometry()

    def badge(self, page: int) -> str:
        """What the badge of a page shows, "" for none."""
        return self._badges.get(page, "")

    @override
    def tabSizeHint(self, index: int) -> QSize:
        metrics = metrics_of(self.font())
        width = QFontMetrics(bold(self.font())).horizontalAdvance(self.tabText(index))
        if not self._is_narrow:
            width += metrics.icon + metrics.gap * 2
        if badge := self.badge(index):
            width += metrics.gap * 2 + self._badge_width(badge, metrics)
        air = metrics.line if self._is_narrow else metrics.line * 2 - metrics.gap
        return QSize(width + air, metrics.scaled(44))

    @override
    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    @override
    def minimumSizeHint(self) -> QSize:
        """As narrow as it can become, so that the window can."""
        metrics = metrics_of(self.font())
        drawn = metrics.icon + metrics.gap * 2
        air = 0 if self._is_narrow else (metrics.line - metrics.gap + drawn) * self.count()
        return super().sizeHint() - QSize(air, 0)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.tabAt(event.position().toPoint()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, page: int) -> None:
        if page != self._hovered:
            self._hovered = page
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for page in range(self.count()):
            self._paint_page(painter, page)
        painter.end()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        area, front = self.tabRect(page), page == self.currentIndex()
        side = metrics.gap if self._is_narrow else metrics.space
        inner = area.adjusted(side, 0, -side, 0)
        painter.setFont(bold(self.font()) if front else self.font())
        ink = colours.text if front or page == self._hovered else colours.muted
        painter.setPen(QColor(ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        words = inner.adjusted(metrics.gap, 0, 0, 0)
        if not self._is_narrow:
            tint = colours.accent if front else ink
            ratio = self.devicePixelRatioF()
            drawn = icons().pixmap(self._drawings[page], tint, metrics.icon, ratio)
            painter.drawPixmap(words.left(), words.center().y() - metrics.icon // 2 + 1, drawn)
            words = words.adjusted(metrics.icon + metrics.gap * 2, 0, 0, 0)
        painter.drawText(words, flags, self.tabText(page))
        if badge := self.badge(page):
            words.setWidth(QFontMetrics(bold(self.font())).horizontalAdvance(self.tabText(page)))
            self._paint_badge(painter, words, badge)
        if front:
            line = QRect(inner.left(), area.bottom() - 1, inner.width(), 2)
            painter.fillRect(line, QColor(colours.accent))
        if front and self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(-2, 5, 2, -6), 6, 6)

    def _paint_badge(self, painter: QPainter, words: QRect, badge: str) -> None:
        metrics, colours = metrics_of(self.font()), tokens_of(self.palette())
        width = self._badge_width(badge, metrics)
        height = metrics.line + 2
        left, top = words.right() + metrics.gap * 2, words.center().y() - height // 2 + 1
        place = QRect(left, top, width, height)
        edge, fill = (colours.line, "") if colours.is_contrast else ("", colours.line)
        frame(painter, place, edge=edge, fill=fill, radius=height / 2)
        painter.setFont(larger(bold(self.font()), CAPTION))
        painter.setPen(QColor(colours.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, badge)

    def _badge_width(self, badge: str, metrics: Metrics) -> int:
        return max(metrics.line + 2, metrics.digit * (len(badge) + 2))
