"""The cohort as files: its table with the workings, one participant's statement, the question.

Every figure is that of the Cohort tab, from the same rows; suppositions never leave the screen.
The files are not encrypted: whoever asks for one is told so, and the exchange log keeps it.
"""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

from npq_desktop.interchange.cohort_files import cohort_csv, cohort_workbook
from npq_desktop.rows.cohort import PersonView
from npq_desktop.rows.cohort_report import CohortReport
from npq_desktop.services.cohort.cohort import CohortService
from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.naming import clean, clock_time, day_and_year
from npq_desktop.services.core.profile import ProfileService
from npq_desktop.services.core.recorder import Clock
from npq_desktop.services.core.saving import save_as
from npq_desktop.store.local import Local


class CohortFiles:
    """Raises sentences; writes only where it is told to."""

    def __init__(
        self,
        *,
        facts: FactsOfGroups,
        cohort: CohortService,
        profile: ProfileService,
        local: Local,
        clock: Clock,
    ) -> None:
        self._facts = facts
        self._cohort = cohort
        self._profile = profile
        self._local = local
        self._clock = clock

    def report(self, group: str) -> CohortReport:
        """Everybody in the group, by surname."""
        people = self._cohort.people(group)
        return self._report(group, *sorted(people, key=lambda each: each.row.sort_name))

    def statement(self, group: str, person: str) -> CohortReport:
        """One participant alone, as recorded.

        Raises:
            ServiceError: the group has no such person.
        """
        return self._report(group, self._cohort.person(group, person))

    def save_table(self, group: str, path: Path) -> None:
        """Write the table as the ending says; .json is the question for the engine's own command.

        Raises:
            ServiceError: the ending is none of these.
            BundleError: it was not saved; a file of that name is as it was.
            StoreError: it was saved, and the exchange log could not be written.
        """
        kinds = {".xlsx": self._workbook, ".csv": self._csv, ".json": self._question}
        makers = {ending: partial(make, group) for ending, make in kinds.items()}
        save_as(path, makers, local=self._local, group=group, what="the cohort's engagement")

    def save_statement(self, group: str, path: Path, pages: bytes) -> None:
        """Write a finished PDF; raises as :meth:`save_table`."""
        what = "a statement of engagement"
        save_as(path, {".pdf": lambda: pages}, local=self._local, group=group, what=what)

    def _workbook(self, group: str) -> bytes:
        return cohort_workbook(self.report(group))

    def _csv(self, group: str) -> bytes:
        return cohort_csv(self.report(group))

    def _question(self, group: str) -> bytes:
        document = self._cohort.document(group)
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def _report(self, group: str, *people: PersonView) -> CohortReport:
        facts, now = self._facts.of(group), self._clock()
        return CohortReport(
            group=clean(facts.group.title),
            cohort=clean(facts.group.cohort),
            as_of=now.date(),
            threshold=facts.programme.engagement.threshold,
            made=f"{day_and_year(now.date())}, {clock_time(now)}",
            by=clean(self._profile.name),
            people=tuple(map(_cleaned, people)),
        )


def _cleaned(view: PersonView) -> PersonView:
    """What people typed, without what could act in a file or turn a line round."""
    row = replace(view.row, name=clean(view.row.name), school=clean(view.row.school))
    details = tuple((clean(label), clean(text)) for label, text in view.details)
    return replace(view, row=row, details=details)
