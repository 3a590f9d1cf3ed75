"""What a start shows while it brings many groups up to date: a sentence and a bar.

Nothing else can be done meanwhile. Ended at any moment, the next start begins again.
"""

from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout
from typing_extensions import override

from npq_desktop.ui.kit.pieces.text import plain_label

FEW_GROUPS = 10
"""So many are up to date before anybody could read the sentence."""


class UpgradeDialog(QDialog):
    """Neither Escape nor its window's button closes it: there is nothing to turn back to."""

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.setWindowTitle("NPQ Desktop")
        self.said = plain_label(self, f"Bringing {groups} groups up to date.")
        self.bar = QProgressBar(self)
        self.bar.setRange(0, groups)
        self.bar.setAccessibleName(self.said.text())
        column = QVBoxLayout(self)
        column.addWidget(self.said)
        column.addWidget(self.bar)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    @override
    def reject(self) -> None:
        """Do nothing."""

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()


class UpgradeBar:
    """Shows a dialog from the first :meth:`show` of many groups until the block is left."""

    def __init__(self) -> None:
        self._dialog: UpgradeDialog | None = None

    def __enter__(self) -> "UpgradeBar":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()

    def show(self, done: int, groups: int) -> None:
        """Say how many of the groups are up to date; the store works on after it."""
        if groups <= FEW_GROUPS:
            return
        if self._dialog is None:
            self._dialog = UpgradeDialog(groups)
            self._dialog.show()
        self._dialog.bar.setValue(done)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
