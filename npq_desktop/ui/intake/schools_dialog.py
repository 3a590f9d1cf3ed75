"""Imports a register of schools: shows what is new in it, then keeps it on this laptop."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from npq_desktop.rows.intake import SchoolsPreview
from npq_desktop.ui.kit.dialogs.dialog import Dialog, sentences_box
from npq_desktop.ui.kit.pieces.text import plain_label

if TYPE_CHECKING:
    from npq_desktop.services.intake.schools import SchoolsService


class SchoolsDialog(Dialog):
    """``kept``: the schools of the file are now on this laptop."""

    kept = Signal()

    def __init__(
        self, *, parent: QWidget | None, schools: "SchoolsService", preview: SchoolsPreview
    ) -> None:
        super().__init__(parent, "Register of schools")
        self._schools, self._preview = schools, preview
        self.body.addWidget(plain_label(self, preview.words))
        self.pages = QTabWidget(self)
        self.pages.setAccessibleName("What the file says")
        for title, lines in (
            ("Changed", preview.news),
            ("Problems", preview.problems),
        ):
            if lines:
                box = sentences_box(self.pages, title)
                box.setPlainText("\n".join(lines))
                self.pages.addTab(box, f"{title} ({len(lines)})")
        self.pages.setVisible(self.pages.count() > 0)
        self.body.addWidget(self.pages, 1)
        self.keep_button = self.add_button("&Keep these schools", self._ask)
        if not preview.schools:
            self.keep_button.hide()
            self.finish()

    def _ask(self) -> None:
        if self.attempt(lambda: self._schools.keep(self._preview)):
            self.kept.emit()
            self.accept()
