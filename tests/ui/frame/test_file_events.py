"""Files that the system asks for by an event, as macOS does."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
from PySide6.QtGui import QFileOpenEvent
from npq_desktop.ui.frame.file_events import FileOpeningApplication

application = FileOpeningApplication(["npq-desktop"])
asked = []
application.file_asked.connect(lambda path: asked.append(path.name))

def send(name):
    application.sendEvent(application, QFileOpenEvent(name))

send("/before.npqsync")
print(asked)
application.hand_out()
send("/after.csv")
print(asked)
"""


def test_a_file_asked_for_before_the_window_is_there_waits_for_it() -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )

    assert said.stdout.splitlines() == ["[]", "['before.npqsync', 'after.csv']"]
