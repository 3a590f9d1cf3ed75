"""Fields one below the other, each under its label, so that no label is ever cut."""

from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from npq_desktop.ui.kit.paint.metrics import CAPTION, metrics_of
from npq_desktop.ui.kit.pieces.cards import Text


class Form(QFormLayout):
    """Puts labels above their fields in weight 600; fields are as wide as the form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setVerticalSpacing(metrics_of(QLabel().font()).space)

    def add_field(self, label: str, field: QWidget, hint: str = "") -> QLabel:
        """A field under its ``label``, whose "&" marks the mnemonic, and over a ``hint``."""
        above = Text(label, field.parentWidget(), heavy=True, wraps=False)
        above.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label.replace("&", "").rstrip(":"))
        self.addRow(above, field)
        if hint:
            field.setAccessibleDescription(hint)
            self.addRow(Text(hint, field.parentWidget(), size=CAPTION, tone="muted"))
        return above
