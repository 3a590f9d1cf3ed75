"""The keys that pages hear themselves: bare letters, and those of their fields and lists.

Commands of the menus bring their own keys (``menus.py``); here is only what is in no menu.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from npq_desktop.ui.frame.menus import Tab


@dataclass(frozen=True, slots=True)
class PageKey:
    """Keys of a page and what they do; ``short`` is the word in the status line, "" for none."""

    keys: str
    does: str
    short: str = ""


PAGE_KEYS: Mapping[Tab, tuple[PageKey, ...]] = {
    Tab.COHORT: (
        PageKey("/", "Find by any part of name, school, TRN or email", "find"),
        PageKey("↑ ↓", "Choose a person"),
        PageKey("Esc", "Choose nobody, and see the group at a glance"),
        PageKey("O", "Sort by the next column; Shift+O turns the order round"),
    ),
    Tab.REGISTER: (
        PageKey("P", "Present, and on to the next person not marked", "present"),
        PageKey("A", "Absent, and on to the next person not marked", "absent"),
        PageKey("L", "Late. Type the minutes, then press Enter", "late"),
        PageKey("E", "Left early. Type the minutes, then press Enter", "early"),
        PageKey("R", "Absent with a reason, 1 to 4"),
        PageKey("N", "A note on this person at this event", "note"),
        PageKey("H", "History of this mark"),
        PageKey("Backspace", "Back to not marked"),
        PageKey("1 2", "Choose one of two different marks"),
        PageKey("/", "Find a person. Other letters find, too. Enter marks present", "find"),
        PageKey("↑ ↓ PgUp PgDn Home End", "Move"),
        PageKey("Ctrl+Return", "Record what was typed from paper"),
    ),
    Tab.REVIEW: (
        PageKey("J", "Next piece of work", "next"),
        PageKey("K", "Piece of work before", "previous"),
        PageKey("Enter", "Answer: write feedback", "answer"),
        PageKey("Ctrl+Return", "Accept, and on to the next", "accept"),
        PageKey("Ctrl+R", "Return: asks for the day first", "return"),
        PageKey("Esc", "Back to reading; the draft is kept"),
        PageKey("Space, Shift+Space", "A page of the text down, up"),
        PageKey("[ ]", "A paragraph up, down"),
        PageKey("M", "Keep a passage for the seminar, or let it go"),
        PageKey("D", "Differences to the attempt before; N and Shift+N go through them"),
        PageKey("S", "Set aside, or take back in"),
        PageKey("B", "Back to the work decided last"),
        PageKey("X", "Tick for a batch; Shift+J and Shift+K tick while moving"),
        PageKey("Ctrl+K", "Phrases for feedback"),
        PageKey("Tab", "Next blank in the feedback"),
        PageKey("/", "Find by person or title"),
        PageKey("F5", "Build the list again"),
    ),
}
