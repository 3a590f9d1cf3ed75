"""One walk over every page and dialog, on which every look that needs no size of its own is taken.

To bring the program to each of them takes longer than a look at it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget
from support import looks
from support.stages import staged

from npq_desktop.ui.selftest.gallery.views import DIALOGS, LAST_PAGES, PAGES, START_DIALOGS

Look = Callable[[QWidget], Sequence[str]]
EVERYWHERE: Mapping[str, Look] = {
    each.__name__: each for each in (looks.keys_shown, looks.tab_order, looks.tree)
}
ON_PAGES = EVERYWHERE | {"focus": looks.focus}  # moves the focus, so it is the last
ON_DIALOGS = EVERYWHERE | {"first_focus": looks.first_focus}


@dataclass
class Walk:
    """What each look found wrong, by its name, and on what each dialog begins."""

    pages: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ON_PAGES})
    dialogs: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ON_DIALOGS})
    begins: dict[str, tuple[str, str]] = field(default_factory=dict)


def walked(folder: Path) -> Walk:
    """Walk over all of them with a stage in a folder."""
    walk = Walk()
    with staged(folder) as stage:
        for page in (*PAGES, *LAST_PAGES):
            page.show(stage)
            for name, look in ON_PAGES.items():
                walk.pages[name] += [f"{page.name}: {each}" for each in look(stage.window)]
    with staged(folder / "dialogs") as stage, stage.behind_dialogs():
        for view in (*START_DIALOGS, *DIALOGS):
            with view.on(stage) as dialog:
                walk.begins[view.name] = looks.begins(dialog)
                for name, look in ON_DIALOGS.items():
                    walk.dialogs[name] += [f"{view.name}: {each}" for each in look(dialog)]
    return walk
