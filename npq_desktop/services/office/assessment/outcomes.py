"""Records what markers and moderators decided, draws the sample, and makes outcomes final.

Outcomes are for coordinators only. That one is marked or final stands in the clear, so that two
laptops see that they differ.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.exports.table_writing import write_csv
from npq_desktop.interchange.people.name_forms import plain_form
from npq_desktop.rows.assessment import OutcomeLine, OutcomeRow, SampleRow
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.files import save_as
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import clean, count, no_longer_here
from npq_desktop.services.office.assessment.judging import AssessmentAt, PersonRound
from npq_desktop.services.office.assessment.words import response_row
from npq_desktop.services.office.roles import OfficeRoles
from npq_desktop.services.office.rules.sample import FAILED, PASSED, same_name

_FIELDS = ("marker", "marker_outcome", "moderator", "moderator_outcome", "note", "hold", "outcome")
_SAID = {
    "passed": PASSED,
    "pass": PASSED,
    "p": PASSED,
    "failed": FAILED,
    "fail": FAILED,
    "f": FAILED,
}
_VERB = "record outcomes"


class OutcomesService:
    """Writes outcomes and draws; each save is one step of undo."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def table(self, group: str, key: str) -> tuple[OutcomeRow, ...]:
        """Everybody who handed in, or has an outcome, in the order of the cohort."""
        judged = self._judged(group)
        sample = self._in_sample(judged, key)
        rows = []
        for person in judged.people:
            place = judged.round_of(person.id, key)
            if place.responses or place.outcome is not None:
                rows.append(self._row(judged, place, person.id in sample))
        return tuple(rows)

    def read_pasted(self, group: str, key: str, text: str) -> tuple[OutcomeLine, ...]:
        """Lines of name or id, marker and outcome, as they were pasted.

        Raises:
            ServiceError: a line names nobody here, or gives no outcome.
        """
        judged = self._judged(group)
        lines = []
        for line in filter(str.strip, text.splitlines()):
            cells = [cell.strip() for cell in re.split(r"\t|;|,", line)]
            if len(cells) != 3 or cells[2].casefold() not in _SAID:
                raise ServiceError(
                    f"“{line.strip()}” is not understood. Paste a name or id, the marker, and "
                    "passed or failed."
                )
            person = self._person(judged, cells[0])
            before = self._line(judged.round_of(person, key))
            outcome = _SAID[cells[2].casefold()]
            lines.append(replace(before, marker=cells[1], marker_outcome=outcome))
        return tuple(lines)

    def save(self, group: str, key: str, lines: Sequence[OutcomeLine]) -> Changes:
        """Record what was typed; lines that say what is recorded already are left out.

        Raises:
            ServiceError: this laptop does not coordinate the group, a line breaks a rule, or
                nothing was changed. Then nothing is recorded.
        """
        self._roles.check(group, _VERB)
        judged = self._judged(group)
        sample, drafts = self._in_sample(judged, key), []
        for line in lines:
            if line.person not in judged.facts.participants:
                raise ServiceError(no_longer_here())
            place = judged.round_of(line.person, key)
            if _said(self._line(place)) == _said(line) and not _is_disagreeing(place):
                continue
            self._check(judged, place, line, line.person in sample)
            drafts += self._drafts(judged, place, line)
        if not drafts:
            raise ServiceError("Nothing was changed in these outcomes.")
        recorded = self._core.recorder.write(group, drafts)
        words = count(len(drafts), "outcome")
        self._core.undo.remember(group, UndoStep(words, recorded.ids))
        return recorded.changes

    def sample(self, group: str, key: str) -> SampleRow | None:
        """The sample as it would be drawn now; None where this laptop cannot work it out."""
        judged = self._judged(group)
        found = judged.sample(key)
        if found is None:
            return None
        drawn = judged.drawn(key)
        population = len(judged.marked(key))
        said = f"{count(len(found.sample), 'response')} of {population} marked"
        return SampleRow(
            population=population,
            must=found.must,
            sample=found.sample,
            drawn=tuple(one for one in found.sample if one in drawn),
            words=f"{said}, {len(drawn & set(found.sample))} drawn already.",
        )

    def draw(self, group: str, key: str) -> Changes:
        """Record the sample, once marking is done, and again when more is marked.

        Raises:
            ServiceError: this laptop does not coordinate the group or cannot read the seed, or
                everybody in the sample was drawn already.
        """
        self._roles.check(group, "draw the sample")
        judged = self._judged(group)
        found = judged.sample(key)
        if found is None:
            raise ServiceError(
                "The number that draws the sample is private, and was made before you joined. Ask "
                "another coordinator."
            )
        before = judged.drawn(key)
        if not set(found.sample) - before:
            raise ServiceError("The whole sample was drawn already.")
        private = {
            "seed": judged.read.seed(judged.sealed, key),
            "drawn": sorted({*found.sample, *before}),
            "of": len(judged.marked(key)),
            "on": judged.today.isoformat(),
        }
        content = {
            "id": f"draw.{key}",
            "about": "draw",
            "sealed": self._roles.sealed.seal(judged.facts, private),
        }
        recorded = self._core.recorder.write(group, [NewEntry("evidence.add", content)])
        self._core.undo.remember(group, UndoStep("moderation sample", recorded.ids))
        return recorded.changes

    def save_results(self, group: str, key: str, path: Path) -> None:
        """Write everybody's final outcome as a CSV, without any note; it is not encrypted.

        Raises:
            ServiceError: this laptop does not coordinate the group, results are not out yet, or
                the ending is another.
            BundleError: it was not saved.
        """
        self._roles.check(group, "save a results file")
        judged = self._judged(group)
        if not judged.results_are_out(key):
            raise ServiceError("Results are not out yet. Choose “Results are out…” first.")
        rows = []
        for person in judged.people:
            outcome = judged.round_of(person.id, key).outcome
            if outcome is not None and outcome.final:
                ids = [v for k, v in sorted(person.fields.items()) if k.startswith("id.")]
                name = judged.facts.names[person.id]
                rows.append([clean(name), clean(ids[0] if ids else ""), outcome.final])
        makers = {".csv": lambda: write_csv(("Person", "Platform id", "Outcome"), rows)}
        save_as(path, makers, store=self._core.store, group=group, what="results")

    # ---- rows --------------------------------------------------------------------------------

    def _row(self, judged: AssessmentAt, place: PersonRound, in_sample: bool) -> OutcomeRow:
        line, outcome = self._line(place), place.outcome
        counted = place.counted
        rows = [counted] if counted else list(place.responses[-1:])
        said = [response_row(r, place.times, judged.limit, judged.now).said for r in rows]
        return OutcomeRow(
            person=place.person,
            name=judged.facts.names[place.person],
            response="".join(said),
            **{name: getattr(line, name) for name in _FIELDS},
            offered=line.moderator_outcome or ("" if in_sample else line.marker_outcome),
            in_sample=in_sample,
            differs=outcome is not None and outcome.differs,
            sealed=outcome is not None and outcome.opened is None,
        )

    @staticmethod
    def _line(place: PersonRound) -> OutcomeLine:
        outcome = place.outcome
        if outcome is None:
            return OutcomeLine(place.person)
        return OutcomeLine(place.person, **{name: outcome.text(name) for name in _FIELDS})

    @staticmethod
    def _person(judged: AssessmentAt, text: str) -> str:
        wanted = plain_form(text)
        found = [
            person.id
            for person in judged.people
            if text == person.id
            or text in (person.fields.get("trn"), person.fields.get("email"))
            or wanted
            in (
                plain_form(person.fields.get("name", "")),
                plain_form(judged.facts.names[person.id]),
            )
        ]
        if len(found) != 1:
            how_many = f"{len(found)} people are" if found else "Nobody is"
            raise ServiceError(f"{how_many} called “{text}” in this group. Paste the id or TRN.")
        return found[0]

    # ---- what is checked and written -------------------------------------------------------------

    def _check(
        self, judged: AssessmentAt, place: PersonRound, line: OutcomeLine, in_sample: bool
    ) -> None:
        name = judged.facts.names[place.person]
        for said in (line.marker_outcome, line.moderator_outcome, line.outcome):
            if said not in ("", PASSED, FAILED):
                raise ServiceError(f"“{said}” is no outcome. Choose passed or failed for {name}.")
        if line.marker_outcome and not line.marker.strip():
            raise ServiceError(f"Say who marked the response of {name}.")
        if line.moderator_outcome and not line.moderator.strip():
            raise ServiceError(f"Say who moderated the response of {name}.")
        if line.moderator.strip() and same_name(line.marker) == same_name(line.moderator):
            raise ServiceError(f"Choose a moderator for {name} who is not the marker.")
        if place.outcome is not None and place.outcome.opened is None and not place.outcome.differs:
            raise ServiceError(f"The outcome of {name} is private, recorded before you joined.")
        if line.outcome:
            self._check_final(judged, place, line, in_sample)
        self._check_changed(place, line, name)

    @staticmethod
    def _check_final(
        judged: AssessmentAt, place: PersonRound, line: OutcomeLine, in_sample: bool
    ) -> None:
        name = judged.facts.names[place.person]
        if line.hold.strip():
            raise ServiceError(f"{name} is on hold, so no outcome can be final yet.")
        if not line.marker_outcome:
            raise ServiceError(f"Record the marker's decision on {name} first.")
        sample = judged.sample(place.key)
        if sample is not None and set(sample.sample) - judged.drawn(place.key):
            raise ServiceError("Draw the moderation sample before outcomes are final.")
        if in_sample and not line.moderator_outcome:
            raise ServiceError(
                f"The response of {name} is in the moderation sample. Record the moderator's "
                "decision first."
            )
        differ = line.moderator_outcome and line.moderator_outcome != line.marker_outcome
        if differ and not line.note.strip():
            raise ServiceError(f"Marker and moderator decided differently on {name}. Add a note.")

    @staticmethod
    def _check_changed(place: PersonRound, line: OutcomeLine, name: str) -> None:
        before = place.outcome.final if place.outcome is not None else ""
        if before and line.outcome != before and not (line.reason.strip() and line.second.strip()):
            raise ServiceError(
                f"The outcome of {name} is final. To change it, give a reason and a second name."
            )

    def _drafts(
        self, judged: AssessmentAt, place: PersonRound, line: OutcomeLine
    ) -> list[NewEntry]:
        private: dict[str, object] = {n: getattr(line, n).strip() or None for n in _FIELDS}
        state = "recorded" if line.outcome else "marked" if any(private.values()) else None
        day = place.outcome.text("on") if place.outcome is not None else ""
        is_new = place.outcome is None or place.outcome.final != line.outcome
        private["on"] = (judged.today.isoformat() if is_new else day) if line.outcome else None
        more = {"changed_because": line.reason.strip(), "second": line.second.strip()}
        private |= {name: text for name, text in more.items() if text}
        content: Mapping[str, object] = {
            "window": f"{place.key}/outcome",
            "eligible": None,
            "outcome": state,
            "sealed": self._roles.sealed.seal(judged.facts, private),
        }
        heads = judged.read.outcome_heads.get((place.person, place.key))
        ids = {place.person}
        if heads is not None:
            ids |= {str(head.content["person"]) for head in heads.heads}
        return [NewEntry("assessment.set", {**content, "person": one}) for one in sorted(ids)]

    def _in_sample(self, judged: AssessmentAt, key: str) -> frozenset[str]:
        found = judged.sample(key)
        return frozenset(found.sample) if found is not None else judged.drawn(key)

    def _judged(self, group: str) -> AssessmentAt:
        facts = self._core.facts.of(group)
        return AssessmentAt(facts, self._roles.sealed, self._core.now(group))


def _said(line: OutcomeLine) -> tuple[str, ...]:
    return tuple(getattr(line, name).strip() for name in _FIELDS)


def _is_disagreeing(place: PersonRound) -> bool:
    return place.outcome is not None and place.outcome.differs
