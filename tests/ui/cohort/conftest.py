"""A small cohort held in tuples: one person per standing, and the tab with its presenter."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from npq_desktop.errors import ServiceError
from npq_desktop.rows.cohort import (
    CohortRow,
    CohortView,
    ComponentCell,
    ItemLine,
    PersonView,
    Share,
)
from npq_desktop.ui.cohort.presenter import CohortPresenter
from npq_desktop.ui.cohort.tab import CohortTab
from npq_desktop.ui.frame.bus import Bus

STANDINGS = ("met", "on_course", "behind", "out_of_reach", "unresolved", "not_started")
WORDS = {
    "met": "90 % secured",
    "on_course": "on course",
    "behind": "behind so far, still within reach",
    "out_of_reach": "out of reach",
    "unresolved": "depends on what is not known yet",
    "not_started": "not started",
    "deferred": "deferred since 3 March",
    "withdrawn": "withdrawn",
}


def share(permille: int) -> Share:
    """A share as the service gives it."""
    return Share(f"{permille}/10", f"{permille // 10}.{permille % 10}", permille)


def person(name: str, standing: str, **more: object) -> CohortRow:
    """One participant, with figures that fit the standing well enough to look at."""
    apart = standing in ("deferred", "withdrawn", "not_started")
    low, high, unknown = {
        "met": (930, 1000, 0),
        "on_course": (425, 1000, 0),
        "behind": (380, 950, 0),
        "out_of_reach": (300, 875, 0),
        "unresolved": (425, 930, 160),
    }.get(standing, (0, 1000, 0))
    cells = (
        ComponentCell("diagnostic", "Diagnostic", "5 of 8", 8, 0),
        ComponentCell("reflective", "Reflective", "3 of 8", 8, 0),
        ComponentCell("attendance", "Events", "5–6 of 10" if unknown else "6 of 10", 10, unknown // 80),
    )
    row = CohortRow(
        person=name.casefold().replace(" ", "-"),
        name=name,
        school="Moorside Primary School",
        standing=standing,
        standing_words=WORDS[standing],
        secured=None if apart else share(low),
        possible=None if apart else share(high),
        to_date=None if apart else (share(low), share(high)),
        components=() if apart else cells,
        headroom="" if apart else "1 event or 2 reflections",
        next_due="" if apart else "Reflection 4, 1 Dec",
        next_due_on=None if apart else date(2026, 12, 1),
        plan="" if apart else "Everything to come, and Reflection 4 (1 h).",
        flags=("catch-up awaited",) if standing == "behind" else (),
        search_key=f"{name} 1234567 {name.split()[0]}@example.org".casefold(),
        unknown_permille=unknown,
    )
    return replace(row, **more)  # type: ignore[arg-type]


PEOPLE = (
    person("Ann Abbott", "met"),
    person("Bilal Baig", "on_course"),
    person("Cerys Ó Brien", "behind", next_due_on=date(2026, 11, 30), next_due="Seminar 6, 30 Nov"),
    person("Dawn Dean", "out_of_reach"),
    person("Ewa Łuczak", "unresolved", school="St Mary’s", next_due_on=date(2027, 1, 9)),
    person("Femi Fox", "not_started"),
    person("Gwen Gray", "deferred"),
    person("Hal Hughes", "withdrawn"),
)


def workings_of(row: CohortRow) -> PersonView:
    """What the panel shows of one row."""
    items = (
        ItemLine("d1", "Diagnostic 1", "Diagnostic", date(2026, 10, 1), "earned", "done", "1"),
        ItemLine("s1", "Seminar 1", "Events", date(2026, 10, 9), "part", "late 40 min", "1/2"),
        ItemLine("s2", "Seminar 2", "Events", date(2026, 11, 20), "unknown", "not marked", "0–1"),
        ItemLine("r4", "Reflection 4", "Reflective", date(2026, 12, 1), "open", "to do", "–"),
        ItemLine("s3", "Seminar 3", "Events", None, "lost", "absent", "0"),
        ItemLine("x1", "Conference", "Events", None, "excused", "did not run", "–"),
    )
    details = (("TRN", "1234567"), ("E-mail", "ann@example.org"), ("School", row.school))
    lines = ("Diagnostic: 30 × 5/8 = 18.75", "Events: 50 × 6/10 = 30", "Together 48.75 %")
    return PersonView(row, details, items, lines)


@dataclass
class SmallCohort:
    """Answers from tuples; ``refusal`` makes every reading fail with that sentence."""

    rows: tuple[CohortRow, ...] = PEOPLE
    refusal: str = ""
    reads: int = 0

    def view(self, group: str) -> CohortView:
        """The whole group."""
        self.reads += 1
        if self.refusal:
            raise ServiceError(self.refusal)
        summary = dict.fromkeys((*STANDINGS, "deferred", "withdrawn"), 0)
        for row in self.rows:
            summary[row.standing] += 1
        return CohortView(group, "Autumn 2026, Leeds", date(2026, 11, 23), 90, self.rows, summary)

    def person(self, group: str, person: str) -> PersonView:
        """One person's workings."""
        return workings_of(next(row for row in self.rows if row.person == person))


@dataclass
class Stage:
    """The tab on screen with what stands behind it."""

    tab: CohortTab
    presenter: CohortPresenter
    cohort: SmallCohort
    bus: Bus

    def names(self) -> list[str]:
        """The names shown, top to bottom."""
        shown = self.tab.table.filter
        return [shown.index(at, 0).data() for at in range(shown.rowCount())]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    """The tab shown, 1280 wide, with the small cohort open."""
    tab, bus, cohort = CohortTab(), Bus(), SmallCohort()
    qtbot.addWidget(tab)
    bus.setParent(tab)
    presenter = CohortPresenter(parent=tab, tab=tab, cohort=cohort, bus=bus)
    tab.resize(1280, 700)
    tab.show()
    qtbot.waitExposed(tab)
    presenter.show_group("g1")
    return Stage(tab, presenter, cohort, bus)
