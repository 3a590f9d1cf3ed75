"""Who somebody is: identifiers, school, training status, exemptions."""

from PySide6.QtWidgets import QFormLayout, QWidget

from npq_desktop.ui.cohort.sections import label


class DetailsPage(QWidget):
    """A label and its text a line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def show_details(self, details: tuple[tuple[str, str], ...]) -> None:
        """Replace what is shown."""
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in details:
            text = label(self)
            text.setText(value or "–")
            text.setAccessibleName(f"{name}: {value}")
            self._form.addRow(f"{name}:", text)
