"""The cohort as files: its table with the workings, one participant's statement, the question.

Every figure is that of the Cohort tab, from the same rows; what is tried out never leaves
the screen. The files are not encrypted, which the screen says and the exchange log keeps.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from npq_desktop.interchange.exports.cohort_files import cohort_csv, cohort_workbook
from npq_desktop.rows.cohort import CohortReport, CohortRow, CohortView, PersonView, Share
from npq_desktop.services.cohort import words
from npq_desktop.services.cohort.cohort import CohortService
from npq_desktop.services.cohort.item_words import of_total
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.files import save_as
from npq_desktop.services.core.laptop.identities import ProfileService
from npq_desktop.services.core.words import clean, clock_time, day_and_year


def cohort_report(view: CohortView) -> Mapping[str, object]:
    """The view as JSON values: figures as exact fractions and as the percentages shown."""
    return {
        "group": view.group,
        "title": view.title,
        "as_of": view.as_of.isoformat(),
        "threshold": view.threshold,
        "standings": dict(view.summary),
        "participants": [_participant(row) for row in view.rows],
    }


def cohort_words(view: CohortView) -> str:
    """A line per person, widest name first aligned, for a terminal."""
    width = max((len(row.name) for row in view.rows), default=0)
    wide = max((len(words.cell(row)) for row in view.rows), default=0)
    lines = [f"{view.title}, {day_and_year(view.as_of)}"]
    for row in view.rows:
        done = f"{words.percent(row.secured.percent)} done" if row.secured else ""
        parts = "  ".join(f"{part.label} {of_total(part)}" for part in row.components)
        said = f"{row.name:<{width}}  {words.cell(row):<{wide}}  {done:>10}  {parts}"
        lines.append(said.rstrip())
    return "\n".join(lines)


def _participant(row: CohortRow) -> Mapping[str, object]:
    return {
        "id": row.person,
        "name": row.name,
        "school": row.school,
        "standing": row.standing,
        "words": words.cell(row),
        "secured": _share(row.secured),
        "possible": _share(row.possible),
        "to_date": [_share(share) for share in row.to_date] if row.to_date else None,
        "components": {part.key: of_total(part) for part in row.components},
        "headroom": words.can_miss_each(row),
        "plan": words.route(row),
        "flags": list(words.flags(row)),
    }


def _share(share: Share | None) -> Mapping[str, str] | None:
    return None if share is None else {"fraction": share.fraction, "percent": share.percent}


class CohortFiles:
    """The files of every group on this laptop."""

    def __init__(self, core: Core, *, cohort: CohortService, profile: ProfileService) -> None:
        self._core = core
        self._cohort = cohort
        self._profile = profile

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
            StoreError: nothing was saved, because the exchange log could not be written.
        """
        kinds = {".xlsx": self._workbook, ".csv": self._csv, ".json": self._question}
        makers = {ending: partial(make, group) for ending, make in kinds.items()}
        save_as(path, makers, store=self._core.store, group=group, what="the cohort's engagement")

    def save_statement(self, group: str, path: Path, pages: bytes) -> None:
        """Write a finished PDF; raises as :meth:`save_table`."""
        what = "a statement of engagement"
        save_as(path, {".pdf": lambda: pages}, store=self._core.store, group=group, what=what)

    def _workbook(self, group: str) -> bytes:
        return cohort_workbook(self.report(group), words.in_files)

    def _csv(self, group: str) -> bytes:
        return cohort_csv(self.report(group), words.in_files)

    def _question(self, group: str) -> bytes:
        document = self._cohort.document(group)
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def _report(self, group: str, *people: PersonView) -> CohortReport:
        facts, now = self._core.facts.of(group), self._core.now(group)
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
