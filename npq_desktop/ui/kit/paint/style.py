"""Draws controls flat, with one accent, in the colours of the tokens; over Fusion.

An exception while Qt paints can end the process, so no branch reads what a widget may lack.
"""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionTab,
    QTableView,
    QWidget,
)
from typing_extensions import override

from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.labels import combo_label, header_label, header_section
from npq_desktop.ui.kit.paint.margins import dress_text_box
from npq_desktop.ui.kit.paint.metrics import CAPTION, CARD_RADIUS, RADIUS, larger, metrics_of
from npq_desktop.ui.kit.paint.strokes import RING, chevron, dash, frame, tick
from npq_desktop.ui.kit.paint.tokens import Tokens, tokens_of
from npq_desktop.ui.kit.pieces.buttons import (
    Button,
    ButtonKind,
    Segmented,
    button_font,
    button_height,
    cap_width,
)

_Primitive = QStyle.PrimitiveElement
_Control = QStyle.ControlElement
_Complex = QStyle.ComplexControl
_Contents = QStyle.ContentsType
_State = QStyle.StateFlag
_FILLED = (ButtonKind.DANGER, ButtonKind.ATTENTION)
_THIN = 8
"""Width of a scroll bar's handle."""


class KitStyle(QProxyStyle):
    """Fusion with our own painting of what people see most."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    @override
    def polish(  # type: ignore[override]  # one function hears all three of Qt's
        self, what: QWidget | QApplication | QPalette
    ) -> None:
        """Give fields the room round their words that Fusion does not."""
        super().polish(what)
        if isinstance(what, QLineEdit) and not isinstance(what.parent(), QComboBox):
            room = metrics_of(what.font()).gap
            what.setTextMargins(room, 0, room, 0)
        elif isinstance(what, QPlainTextEdit) and what.frameShape() != QFrame.Shape.NoFrame:
            dress_text_box(what, margin=metrics_of(what.font()).space - 2)

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        draw = _PRIMITIVES.get(element)
        if draw is None:
            super().drawPrimitive(element, option, painter, widget)
        else:
            draw(painter, option, widget)

    @override
    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _Control.CE_PushButton and isinstance(option, QStyleOptionButton):
            _push_button(painter, option, widget)
        elif (
            element == _Control.CE_HeaderSection and isinstance(option, QStyleOptionHeader)
        ) or element == _Control.CE_HeaderEmptyArea:
            header_section(painter, option)
        elif element == _Control.CE_HeaderLabel and isinstance(option, QStyleOptionHeader):
            super().drawControl(element, header_label(option), painter, widget)
        elif (
            element == _Control.CE_ComboBoxLabel
            and isinstance(option, QStyleOptionComboBox)
            and widget is not None
        ):
            part = QStyle.SubControl.SC_ComboBoxEditField
            room = self.subControlRect(_Complex.CC_ComboBox, option, part, widget).width()
            super().drawControl(element, combo_label(option, room), painter, widget)
        elif element == _Control.CE_TabBarTabShape and isinstance(option, QStyleOptionTab):
            _tab(painter, option)
        elif element == _Control.CE_ProgressBar and isinstance(option, QStyleOptionProgressBar):
            _progress(painter, option)
        elif element == _Control.CE_ShapedFrame and isinstance(widget, QAbstractScrollArea):
            _scroll_frame(painter, option, widget)
        else:
            super().drawControl(element, option, painter, widget)

    @override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if widget is None:
            super().drawComplexControl(control, option, painter, widget)
        elif control == _Complex.CC_ComboBox:
            _field(painter, option, widget)
            part = QStyle.SubControl.SC_ComboBoxArrow
            where = self.subControlRect(control, option, part, widget)
            chevron(painter, where, tokens_of(option.palette).muted)
        elif control == _Complex.CC_SpinBox:
            _field(painter, option, widget)
            for part, up in (
                (QStyle.SubControl.SC_SpinBoxUp, True),
                (QStyle.SubControl.SC_SpinBoxDown, False),
            ):
                where = self.subControlRect(control, option, part, widget)
                chevron(painter, where, tokens_of(option.palette).muted, up=up)
        elif control == _Complex.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            part = QStyle.SubControl.SC_ScrollBarSlider
            handle = self.subControlRect(control, option, part, widget)
            _scroll_bar(painter, option, handle)
        else:
            super().drawComplexControl(control, option, painter, widget)

    @override
    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        if kind == _Contents.CT_PushButton and isinstance(option, QStyleOptionButton):
            return _button_size(option, widget)
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        if kind == _Contents.CT_HeaderSection and widget is not None:
            own = metrics_of(widget.font())
            return QSize(found.width() + 3 * own.gap, own.target(30))
        if least := _LEAST_HIGH.get(kind):
            metrics = metrics_of(widget.font()) if widget else None
            height = metrics.target(least) if metrics else least
            wider = 2 * metrics.gap if metrics and kind in _WITH_ARROWS else 0
            return QSize(found.width() + wider, max(found.height(), height))
        return found


_WITH_ARROWS = frozenset({_Contents.CT_ComboBox, _Contents.CT_SpinBox})
_TICKED = dict.fromkeys((_Contents.CT_CheckBox, _Contents.CT_RadioButton), 24)
_LEAST_HIGH = dict.fromkeys((_Contents.CT_LineEdit, *_WITH_ARROWS), 32) | _TICKED


def _on(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _progress(painter: QPainter, option: QStyleOptionProgressBar) -> None:
    """A bar without words; one without an end is half full."""
    colours, bar = tokens_of(option.palette), _middle(option.rect, 6)
    frame(painter, bar, edge=colours.soft_edge, fill=colours.sunken, radius=3)
    span = option.maximum - option.minimum
    part = (option.progress - option.minimum) / span if span > 0 else 0.5
    done = QRectF(bar)
    done.setWidth(max(0.0, min(1.0, part)) * bar.width())
    frame(painter, done, fill=colours.bar, radius=3)


def _middle(rect: QRect, height: int) -> QRect:
    """A bar of ``height`` in the middle of ``rect``."""
    return QRect(rect.left(), rect.center().y() - height // 2 + 1, rect.width(), height)


def _kind(option: QStyleOptionButton, widget: QWidget | None) -> ButtonKind:
    if isinstance(widget, Button):
        return widget.kind
    features = QStyleOptionButton.ButtonFeature
    if option.features & features.DefaultButton:
        return ButtonKind.PRIMARY
    return ButtonKind.GHOST if option.features & features.Flat else ButtonKind.SECONDARY


def _button_size(option: QStyleOptionButton, widget: QWidget | None) -> QSize:
    font = widget.font() if widget else QFont()
    metrics, kind = metrics_of(font), _kind(option, widget)
    # Measured in the heavier font, so that a button keeps its size when its kind changes.
    measured = QFontMetrics(button_font(font, ButtonKind.PRIMARY))
    width = measured.size(Qt.TextFlag.TextShowMnemonic, option.text).width()
    parts = [width] if option.text else []
    if not option.icon.isNull() or _drawing(widget):
        parts.append(metrics.icon)
    if cap := cap_width(font, _key(widget)):
        parts.append(cap)
    if option.features & QStyleOptionButton.ButtonFeature.HasMenu and option.text:
        parts.append(10)
    gaps = metrics.space * max(0, len(parts) - 1)
    margin = metrics.scaled(12 if kind in (ButtonKind.CHIP, ButtonKind.SEGMENT) else 14)
    height = button_height(metrics, kind)
    return QSize(max(sum(parts) + gaps + 2 * margin, height), height)


def _key(widget: QWidget | None) -> str:
    return widget.cap if isinstance(widget, Button) else ""


def _drawing(widget: QWidget | None) -> str:
    return widget.drawing if isinstance(widget, Button) else ""


def _push_button(painter: QPainter, option: QStyleOptionButton, widget: QWidget | None) -> None:
    colours, kind = tokens_of(option.palette), _kind(option, widget)
    _button_ground(painter, option, kind, colours)
    _button_words(painter, option, widget, kind, colours)


def _button_ground(
    painter: QPainter, option: QStyleOptionButton, kind: ButtonKind, colours: Tokens
) -> None:
    fill, edge = _button_colours(option, kind, colours)
    radius = option.rect.height() / 2 if kind is ButtonKind.CHIP else RADIUS
    strong = colours.is_contrast and kind in _FILLED
    frame(painter, option.rect, edge=edge, fill=fill, width=RING if strong else 1, radius=radius)
    if _on(option, _State.State_HasFocus):
        frame(painter, option.rect, edge=colours.accent, width=RING, radius=radius)
        if kind in (ButtonKind.PRIMARY, ButtonKind.DANGER):
            inside = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -2.5)
            frame(painter, inside, edge=colours.on_accent, width=1.5, radius=radius - 2)


def _button_colours(
    option: QStyleOptionButton, kind: ButtonKind, colours: Tokens
) -> tuple[str, str]:
    """The ground and the frame; "" for none."""
    enabled, over = _on(option, _State.State_Enabled), _on(option, _State.State_MouseOver)
    pressed, checked = _on(option, _State.State_Sunken), _on(option, _State.State_On)
    if kind in (ButtonKind.PRIMARY, ButtonKind.DANGER):
        if not enabled:
            return colours.sunken, colours.line if colours.is_contrast else ""
        if kind is ButtonKind.DANGER and colours.is_contrast:
            return colours.surface, colours.danger
        fill = colours.accent_hover if over or pressed else colours.accent
        return (colours.danger if kind is ButtonKind.DANGER else fill), ""
    if kind is ButtonKind.ATTENTION:
        return colours.warn_soft, colours.warn
    if kind is ButtonKind.SEGMENT:
        return (colours.surface, colours.edge) if checked else (colours.hover if over else "", "")
    if kind is ButtonKind.CHIP and checked:
        return colours.accent_soft, colours.accent
    lit = colours.accent_soft if pressed else colours.hover if over and enabled else ""
    if kind is ButtonKind.GHOST:
        return lit, ""
    return lit or colours.surface, colours.edge if enabled else colours.line


def _button_ink(option: QStyleOptionButton, kind: ButtonKind, colours: Tokens) -> str:
    if not _on(option, _State.State_Enabled):
        return colours.disabled
    if kind is ButtonKind.PRIMARY:
        return colours.on_accent
    if kind is ButtonKind.DANGER:
        return colours.on_fill
    return colours.warn if kind is ButtonKind.ATTENTION else colours.text


def _button_words(
    painter: QPainter,
    option: QStyleOptionButton,
    widget: QWidget | None,
    kind: ButtonKind,
    colours: Tokens,
) -> None:
    font = widget.font() if widget else painter.font()
    metrics, ink = metrics_of(font), _button_ink(option, kind, colours)
    heavy = button_font(font, kind, checked=_on(option, _State.State_On))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
    width = QFontMetrics(heavy).size(Qt.TextFlag.TextShowMnemonic, option.text).width()
    has_icon = not option.icon.isNull() or bool(_drawing(widget))
    has_menu = bool(option.features & QStyleOptionButton.ButtonFeature.HasMenu) and option.text
    key, cap = _key(widget), cap_width(font, _key(widget))
    parts = [
        width if option.text else 0,
        metrics.icon if has_icon else 0,
        cap,
        10 if has_menu else 0,
    ]
    shown = [each for each in parts if each]
    whole = sum(shown) + metrics.space * max(0, len(shown) - 1)
    rect = option.rect
    left = rect.left() + max(metrics.gap, (rect.width() - whole) // 2)
    if has_icon:
        _button_icon(painter, option, widget, QPoint(left, rect.top()), ink)
        left += metrics.icon + metrics.space
    painter.setPen(QColor(ink))
    painter.setFont(heavy)
    words = QRect(left, rect.top(), min(width + 1, rect.right() - left), rect.height())
    painter.drawText(words, int(flags), option.text)
    left += width + metrics.space
    if cap:
        _cap(painter, QRect(left, rect.top(), cap, rect.height()), key, font, ink)
        left += cap + metrics.space
    if has_menu:
        chevron(painter, QRect(left, rect.top(), 10, rect.height()), ink)


def _button_icon(
    painter: QPainter,
    option: QStyleOptionButton,
    widget: QWidget | None,
    corner: QPoint,
    ink: str,
) -> None:
    font = widget.font() if widget else painter.font()
    side, ratio = metrics_of(font).icon, painter.deviceTransform().m11()
    top = corner.y() + (option.rect.height() - side) // 2
    if drawing := _drawing(widget):
        painter.drawPixmap(corner.x(), top, icons().pixmap(drawing, ink, side, ratio))
        return
    option.icon.paint(painter, QRect(corner.x(), top, side, side))


def _cap(painter: QPainter, rect: QRect, key: str, font: QFont, ink: str) -> None:
    small = larger(font, CAPTION)
    height = QFontMetrics(small).height() + 2
    cap = QRectF(rect.left(), rect.center().y() - height / 2 + 1, rect.width(), height)
    frame(painter, cap, edge=ink, radius=4)
    painter.setFont(small)
    painter.setPen(QColor(ink))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)


def _tab(painter: QPainter, option: QStyleOptionTab) -> None:
    colours, rect = tokens_of(option.palette), option.rect
    if _on(option, _State.State_MouseOver) and not _on(option, _State.State_Selected):
        frame(painter, rect.adjusted(1, 1, -1, -3), fill=colours.hover)
    if _on(option, _State.State_Selected):
        painter.fillRect(rect.left() + 2, rect.bottom() - 1, rect.width() - 4, 2, colours.accent)
    if _on(option, _State.State_HasFocus):
        frame(painter, rect.adjusted(1, 1, -1, -3), edge=colours.accent, width=RING)


def _field(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    colours = tokens_of(option.palette)
    focus = _on(option, _State.State_HasFocus) or (widget is not None and widget.hasFocus())
    enabled = _on(option, _State.State_Enabled)
    edge = colours.accent if focus else colours.outline if enabled else colours.line
    fill = colours.surface if enabled else colours.sunken
    frame(painter, option.rect, edge=edge, fill=fill, width=RING if focus else 1.0)


def _scroll_frame(painter: QPainter, option: QStyleOption, widget: QWidget) -> None:
    colours = tokens_of(option.palette)
    if getattr(option, "lineWidth", 1) == 0 or getattr(widget, "frameShape", int)() == 0:
        return
    edge = colours.line if isinstance(widget, QAbstractItemView) else colours.outline
    if isinstance(widget, QPlainTextEdit):
        _field(painter, option, widget)
    elif widget.hasFocus() and not isinstance(widget, QTableView):  # which lights its row
        frame(painter, option.rect, edge=colours.accent, width=RING, radius=3)
    else:
        frame(painter, option.rect, edge=edge, width=1.0, radius=3)


def _line_edit(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    if getattr(option, "lineWidth", 1) > 0:  # else it lies in a field, which has its ground
        _field(painter, option, widget)


def _nothing(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    """The part is drawn with another one."""


def _focus_rect(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    colours = tokens_of(option.palette)
    if isinstance(widget, QAbstractItemView):
        if widget.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
            return  # the whole row is lit, and the frame of the list shows the keyboard
        rect = option.rect
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, QColor(colours.accent))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.accent))
        return
    frame(painter, option.rect, edge=colours.accent, width=RING, radius=4)


def _check_box(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    colours = tokens_of(option.palette)
    enabled = _on(option, _State.State_Enabled)
    on, half = _on(option, _State.State_On), _on(option, _State.State_NoChange)
    focus = _on(option, _State.State_HasFocus)
    box = _square(option.rect)
    if on or half:
        ground = colours.accent if enabled else colours.disabled
        frame(painter, box, fill=ground, edge=ground, radius=3)
        (dash if half else tick)(painter, box, colours.on_accent)
    else:
        frame(painter, box, edge=colours.outline, fill=colours.surface, radius=3)
    if focus:
        frame(painter, box.adjusted(-2, -2, 2, 2), edge=colours.accent, width=1.5, radius=4)


def _radio(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    colours = tokens_of(option.palette)
    on = _on(option, _State.State_On)
    box = _square(option.rect)
    edge = colours.accent if on else colours.outline
    frame(painter, box, edge=edge, fill=colours.surface, width=1.5, radius=box.height() / 2)
    if on:
        quarter = box.width() * 0.27
        inner = box.adjusted(quarter, quarter, -quarter, -quarter)
        frame(painter, inner, fill=colours.accent, radius=inner.height() / 2)
    if _on(option, _State.State_HasFocus):
        ring = box.adjusted(-2, -2, 2, 2)
        frame(painter, ring, edge=colours.accent, width=1.5, radius=ring.height() / 2)


def _square(rect: QRect) -> QRectF:
    side = min(rect.width(), rect.height()) - 1
    middle = QRectF(rect).center()
    return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)


def _card(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    frame(painter, option.rect, edge=tokens_of(option.palette).line, radius=CARD_RADIUS)


def _tip(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    colours = tokens_of(option.palette)
    painter.fillRect(option.rect, QColor(colours.surface))
    painter.setPen(QPen(QColor(colours.edge), 1))
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1))


def _widget_ground(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    """The ground of widgets that ask for one: segments lie in a sunken trough."""
    if isinstance(widget, Segmented):
        frame(painter, option.rect, fill=tokens_of(option.palette).sunken, radius=RADIUS)


def _tab_line(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> None:
    colours, rect = tokens_of(option.palette), option.rect
    painter.fillRect(rect.left(), rect.top(), rect.width(), 1, QColor(colours.line))


def _scroll_bar(painter: QPainter, option: QStyleOptionSlider, handle: QRect) -> None:
    colours = tokens_of(option.palette)
    painter.fillRect(option.rect, QColor(colours.surface))
    if not _on(option, _State.State_Enabled) or option.maximum <= option.minimum:
        return
    active = option.activeSubControls & QStyle.SubControl.SC_ScrollBarSlider
    ground = colours.outline if active else colours.edge
    if option.orientation == Qt.Orientation.Vertical:
        bar = QRectF(
            handle.center().x() - _THIN / 2 + 1, handle.top() + 1, _THIN, handle.height() - 2
        )
    else:
        bar = QRectF(
            handle.left() + 1, handle.center().y() - _THIN / 2 + 1, handle.width() - 2, _THIN
        )
    frame(painter, bar, fill=ground, radius=_THIN / 2)


_PRIMITIVES = {
    _Primitive.PE_PanelLineEdit: _line_edit,
    _Primitive.PE_FrameLineEdit: _field,
    _Primitive.PE_FrameFocusRect: _focus_rect,
    _Primitive.PE_FrameDefaultButton: _nothing,
    _Primitive.PE_IndicatorCheckBox: _check_box,
    _Primitive.PE_IndicatorItemViewItemCheck: _check_box,
    _Primitive.PE_IndicatorRadioButton: _radio,
    _Primitive.PE_FrameGroupBox: _card,
    _Primitive.PE_FrameTabWidget: _tab_line,
    _Primitive.PE_FrameTabBarBase: _tab_line,
    _Primitive.PE_PanelTipLabel: _tip,
    _Primitive.PE_Widget: _widget_ground,
}
