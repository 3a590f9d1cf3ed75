"""The likeliest phrases as chips under the feedback, and a chip for all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npq_desktop.rows.review import Phrase
from npq_desktop.ui.kit.page.layout import FlowLayout
from npq_desktop.ui.kit.paint.metrics import metrics_of
from npq_desktop.ui.kit.pieces.buttons import Button, ButtonKind
from npq_desktop.ui.kit.pieces.text import plain_tip

_CHIPS = 2
_LONGEST = 24


class PhraseChips(QWidget):
    """``chosen`` carries a ``Phrase``; ``all_asked``: the whole list was asked for.

    ``made_anew``: there are other chips than before, which Tab would reach last of all.
    """

    chosen = Signal(object)
    all_asked = Signal()
    made_anew = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(metrics_of(self.font()).space)
        self._shown: tuple[Phrase, ...] | None = None
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_phrases(())

    def show_phrases(self, phrases: Sequence[Phrase]) -> None:
        """Show the first of these; the whole list is behind the last chip."""
        shown = tuple(phrases[:_CHIPS])
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for phrase in shown:
            self._add(_short(phrase.title), phrase.text).clicked.connect(
                lambda _=False, each=phrase: self.chosen.emit(each)
            )
        more = self._add("Phrases", "", key="Ctrl+K", drawing="plus")
        more.clicked.connect(self.all_asked)
        self.made_anew.emit()

    def buttons(self) -> list[QWidget]:
        """The chips, from the left."""
        items = (self._flow.itemAt(at) for at in range(self._flow.count()))
        return [widget for item in items if item and (widget := item.widget()) is not None]

    def _add(self, words: str, tip: str, *, key: str = "", drawing: str = "") -> Button:
        chip = Button(words, self, kind=ButtonKind.CHIP, key=key, drawing=drawing)
        chip.setToolTip(plain_tip(tip))
        self._flow.addWidget(chip)
        chip.show()
        return chip


def _short(title: str) -> str:
    shown = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
    return shown.replace("&", "&&")
