"""*Check this installation*: the self-test on made-up people, in a process of its own.

Nothing of this laptop's groups is read or changed.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment, QTemporaryDir
from PySide6.QtWidgets import QProgressBar, QWidget
from typing_extensions import override

from npq_desktop.resources import own_command
from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.text import plain_label

COMMAND = own_command("self-test", "--out")
_PATIENCE_MS = 1_000


class CheckDialog(Dialog):
    """Runs the check when the button is pressed, and lists each step with how long it took."""

    def __init__(self, *, parent: QWidget, command: Sequence[str] = COMMAND) -> None:
        super().__init__(parent, "Check this installation")
        self._command = tuple(command)
        self._folder = QTemporaryDir()
        self._process: QProcess | None = None
        self.body.addWidget(
            plain_label(
                self,
                "Takes a register, signs it off, reviews and exchanges files with made-up people. "
                "Your groups are not read or changed. It takes less than a minute.",
            )
        )
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Checking")
        self.bar.hide()
        self.words = plain_label(self)
        self.table = TextTable(
            parent=self, name="Steps", titles=("Step", "Seconds"), shares=(4, 1), snug=True
        )
        self.table.hide()
        for widget in (self.bar, self.words, self.table):
            self.body.addWidget(widget)
        self.start_button = self.add_button("Check", self.start)
        self.start_button.setDefault(True)
        self.opens_on = self.start_button

    def start(self) -> None:
        """Run the check; what it finds is shown when it ends."""
        self.start_button.setEnabled(False)
        self.words.setText("Checking…")
        self.bar.show()
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        # The made-up laptops keep their keys in files, and nothing in the person's keyring.
        environment.insert("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        process.setProcessEnvironment(environment)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._not_started)
        program, *arguments = self._command
        process.start(program, [*arguments, self._folder.path()])
        self._process = process

    def _ended(self) -> None:
        self.bar.hide()
        try:
            text = (Path(self._folder.path()) / "summary.json").read_text(encoding="utf-8")
            self._show(json.loads(text))
        except (OSError, ValueError):
            self._show({"failure": "The check ended before it could say what it found."})

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.bar.hide()
            self._show({"failure": "The check could not be started."})

    def _show(self, summary: Mapping[str, object]) -> None:
        seconds = summary.get("seconds")
        steps = seconds.items() if isinstance(seconds, dict) else ()
        self.table.show_rows([(str(step).capitalize(), f"{took:.1f}") for step, took in steps])
        self.table.setVisible(bool(steps))
        if summary.get("passed"):
            self.words.setText("This installation works. Every step did what it should.")
        else:
            self.words.clear()
            failure = summary.get("failure") or "The two made-up laptops do not agree."
            self.trouble.warn(
                f"The check failed. {failure} Install NPQ Desktop again. If it still fails, save "
                "a report for support."
            )
        self.finish()

    @override
    def done(self, result: int) -> None:
        """Stop a check that is still running."""
        if self._process is not None and self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.finished.disconnect(self._ended)
            self._process.kill()
            self._process.waitForFinished(_PATIENCE_MS)
        super().done(result)
