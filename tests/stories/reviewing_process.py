"""A program that a test starts and kills: somebody reviews by keys, in the real window, for ever.

``python reviewing_process.py FOLDER SEED``. It tells by lines what is durable: ``saved PERSON ITEM
FEEDBACK`` once a draft is, ``accepted`` or ``returned`` with the same once a decision is.
"""

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from npq_desktop.bootstrap import open_application  # noqa: E402
from npq_desktop.rows.review import ReviewState  # noqa: E402
from npq_desktop.services.core.laptop.places import Places  # noqa: E402
from npq_desktop.ui.frame.menus import Tab  # noqa: E402
from npq_desktop.ui.review.tab import ReviewTab  # noqa: E402
from npq_desktop.ui.selftest.robot import Robot  # noqa: E402
from npq_desktop.ui.starting import qt_application  # noqa: E402

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CATCH_UP = "~"
"""Before the event of a catch-up."""
STRAY = "abcdefghijklnopqrtuvwyz"
"""Letters struck in the wrong place; those that open a menu or set aside are left out."""


class Reviewer:
    """One person at the keyboard."""

    def __init__(self, folder: Path, seed: int) -> None:
        application = open_application(Places.under(folder))
        if not application.groups.titles():
            application.profile.set_name("Reviewer")
            application.groups.add_example()
        self.robot = Robot(application)
        self.robot.window.show_page(Tab.REVIEW)
        self.tab = self.robot.child(ReviewTab)
        self.tab.look_first = 0
        self.seed, self.chance = seed, random.Random(seed)

    def go_on(self) -> None:
        """Answer and decide, or leave a draft, until nothing is left or the end comes."""
        number = self.seed * 10_000
        while True:
            row = self.tab.queue.current_row()
            if row is None or row.state is not ReviewState.AWAITING:
                if self.tab.queue.next_open() is None:
                    number += 1
                    self.hand_in_again(f"attempt {number}")
                self.tab.queue.select(self.tab.queue.next_open())
                continue
            number += 1
            item = f"{CATCH_UP}{row.work.item}" if row.work.catch_up else row.work.item
            self.answer(row.work.person, item, f"fb{number}")

    def hand_in_again(self, text: str) -> None:
        """Everything is decided: everybody hands in something new."""
        review, group = self.robot.application.review, self.robot.group
        for person in self.robot.application.core.facts.of(group).participants:
            review.hand_in(group, person, "m6.reflective", f"{text} of {person}")
        self.key(Qt.Key.Key_F5)

    def answer(self, person: str, item: str, feedback: str) -> None:
        self.key(Qt.Key.Key_Return)
        box = self.tab.feedback.feedback
        box.selectAll()
        QTest.keyClicks(box, feedback)
        self.wait_for_draft()
        self.say("saved", person, item, feedback)
        way = self.chance.randrange(3)
        if way == 0:
            self.key(Qt.Key.Key_Escape)
            self.key(Qt.Key.Key_J)
        elif way == 1:
            self.key(Qt.Key.Key_Return, CTRL)
            self.say("accepted", person, item, feedback)
        else:
            self.key(Qt.Key.Key_R, CTRL)
            self.key(Qt.Key.Key_R, CTRL)
            self.say("returned", person, item, feedback)
        QTest.keyClicks(self.robot.window.focusWidget(), self.chance.choice(STRAY))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.robot.window.focusWidget(), key, modifiers)

    def wait_for_draft(self) -> None:
        """Wait until the words say that the draft is on the disk."""
        for _ in range(1_000):
            if self.tab.feedback.draft_words.text().startswith("Draft saved"):
                return
            QTest.qWait(10)
        raise AssertionError("no draft was saved")

    @staticmethod
    def say(*words: str) -> None:
        print(*words, flush=True)


if __name__ == "__main__":
    qt_application()
    Reviewer(Path(sys.argv[1]), int(sys.argv[2])).go_on()
