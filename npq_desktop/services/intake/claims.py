"""Take in what a platform's file says: as claims, beside marks and decisions, never over them.

Looking stores nothing. Recording keeps the claims, the submissions and who is who; where a claim
differs from what stands it is listed, and accepting it writes an ordinary mark or decision.
Source: platform files design, sections 0 and 8; journal design, section 3 (``claim.add``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.facts import ClaimFact
from npq_desktop.interchange.attendance_grids import bare_code
from npq_desktop.interchange.claim_rows import ClaimState, FilePerson
from npq_desktop.interchange.matching import links_of, match_people
from npq_desktop.interchange.names import Match, normal_form
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.intake import (
    ClaimOutcome,
    ClaimPreview,
    ClaimRow,
    Difference,
    FileCodeRow,
    FileItemRow,
)
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import FactsOfGroups, GroupFacts
from npq_desktop.services.core.joined_marks import marked_ids
from npq_desktop.services.core.marks import mark_of, state_of, words_of
from npq_desktop.services.core.recorder import NewEntry, Recorder
from npq_desktop.services.core.undo import UndoService, UndoStep
from npq_desktop.services.core.words import count
from npq_desktop.services.intake.claim_reading import (
    Statement,
    Statements,
    item_of,
    read_statements,
)
from npq_desktop.services.intake.roster_preview import identity_of
from npq_desktop.services.register.register import RegisterService
from npq_desktop.store.local import Local

_THERE = frozenset({ClaimState.PRESENT, ClaimState.LATE, ClaimState.LEFT_EARLY})
_AWAY = frozenset({ClaimState.ABSENT, ClaimState.EXCUSED})
_DONE = frozenset({ClaimState.DONE, ClaimState.HANDED_IN})
_NOT_DONE = frozenset({ClaimState.NOT_DONE, ClaimState.DRAFT, ClaimState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """What stands in words; whether the claim differs; what accepting it would record."""

    words: str
    differs: bool
    accept: Mapping[str, object]


def standing(
    facts: GroupFacts, person: str, item: str, state: ClaimState, minutes_late: int = 0
) -> ClaimCheck:
    """One claim beside what is recorded of the person and the event or task."""
    keys = {each.key for each in facts.programme.items if not each.is_event}
    if item in keys:
        return _of_task(facts, person, item, state)
    return _of_event(facts, person, item, state, minutes_late)


def _of_event(
    facts: GroupFacts, person: str, event: str, state: ClaimState, minutes_late: int
) -> ClaimCheck:
    values = facts.marks(event).get(person, ())
    words = " or ".join(words_of(mark_of(fact)) for fact in values) or "Unmarked"
    if state not in _THERE | _AWAY:
        return ClaimCheck(words, differs=False, accept={})
    accept = _mark(state, minutes_late)
    if len(values) > 1:
        return ClaimCheck(words, differs=True, accept={})
    if not values:
        return ClaimCheck(words, differs=True, accept=accept)
    was_there = values[0].state == "present"
    differs = was_there != (state in _THERE)
    if state is ClaimState.LATE and was_there:
        differs = state_of(values[0]).value not in ("late", "left early")
        accept = accept if minutes_late else {}  # late by nobody knows how much changes nothing
    return ClaimCheck(words, differs, accept if differs else {})


def _mark(state: ClaimState, minutes_late: int) -> Mapping[str, object]:
    if state in _AWAY:
        reason = {"reason": "notified"} if state is ClaimState.EXCUSED else {}
        return {"state": "absent", **reason}
    return {"state": "present", **({"minutes_late": minutes_late} if minutes_late else {})}


def _of_task(facts: GroupFacts, person: str, task: str, state: ClaimState) -> ClaimCheck:
    decisions = sorted({fact.decision for fact in facts.reviews.get((person, task), ())})
    handed_in = bool(facts.submissions.get((person, task)))
    words = " or ".join(each.capitalize() for each in decisions)
    words = words or ("Handed in" if handed_in else "Nothing handed in")
    done = handed_in or "accepted" in decisions
    if state in _DONE:
        accept = {"decision": "accepted", "feedback": ""} if not decisions else {}
        return ClaimCheck(words, not done, accept if not done else {})
    return ClaimCheck(words, state in _NOT_DONE and done, {})


HOW = "import"
_ORDER = tuple(ClaimOutcome)


class ClaimsService:
    """Files of every group on this laptop; each method that writes is one undo step."""

    def __init__(
        self,
        *,
        facts: FactsOfGroups,
        recorder: Recorder,
        undo: UndoService,
        register: RegisterService,
        local: Local,
    ) -> None:
        self._facts = facts
        self._recorder = recorder
        self._undo = undo
        self._register = register
        self._local = local

    def read(
        self,
        path: Path,
        group: str,
        *,
        items: Mapping[int, str] | None = None,
        people: Mapping[int, str] | None = None,
        codes: Mapping[str, str] | None = None,
    ) -> ClaimPreview:
        """What a file says about a group, matched and compared.

        ``items`` and ``people`` are what the user chose, by place in the file; "" for none.
        ``codes`` are the states that a register's own codes mean; those of the last register
        recorded for the group are remembered.

        Raises:
            InterchangeError: the file cannot be read, or says nothing about attendance or work.
        """
        facts = self._facts.of(group)
        dated = group_events(facts)
        explained = self._codes(group) | dict(codes or {})
        file = read_statements(path, dated, _states(explained))
        chosen = _items(file, facts, dated) | dict(items or {})
        who = _Who(file, facts, people or {})
        rows = [_row(file, each, facts, who, chosen, dated) for each in file.statements]
        kept = [row for row in rows if row is not None]
        choices = [(each.id, each.title) for each in dated]
        choices += [(i.key, i.title) for i in facts.programme.items if not i.is_event]
        return ClaimPreview(
            path=path,
            words=file.words,
            rows=tuple(sorted(kept, key=lambda row: (_ORDER.index(row.outcome), row.line))),
            items=tuple(
                FileItemRow(item.title, chosen.get(place, ""))
                for place, item in enumerate(file.items)
            ),
            choices=tuple(choices),
            problems=file.problems,
            links=who.links(),
            codes=_code_rows(file, explained),
        )

    def record(self, group: str, preview: ClaimPreview) -> Changes:
        """Keep what the file says of everybody matched, and who they are on that platform.

        Raises:
            ServiceError: everything of it is here already, or nobody is matched.
        """
        facts = self._facts.of(group)
        drafts = [*_link_drafts(facts, preview.links), *_new_drafts(facts, preview.rows)]
        if not drafts:
            raise ServiceError("Nothing in this file is new: all of it is recorded already.")
        recorded = self._recorder.write(group, drafts)
        self._undo.remember(group, UndoStep(f"import of {preview.path.name}", recorded.ids))
        said = {row.code.casefold(): row.state for row in preview.codes}
        if said:
            self._local.save_setting(_codes_name(group), self._codes(group) | said)
        return recorded.changes

    def _codes(self, group: str) -> dict[str, str]:
        """What registers' codes were said to mean; a damaged memory is none."""
        known = self._local.setting(_codes_name(group))
        return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}

    def differences(self, group: str) -> tuple[Difference, ...]:
        """The recorded claims that are not what stands, by name."""
        facts = self._facts.of(group)
        titles = _titles(facts)
        found = (_difference(facts, claim, titles) for claim in facts.claims)
        return tuple(sorted(filter(None, found), key=lambda each: (each.name, each.title)))

    def accept(self, group: str, differences: Sequence[Difference]) -> Changes:
        """Let the file's word stand, as marks and decisions made by import.

        Raises:
            ServiceError: none of them can be settled by a file, one has been settled meanwhile,
                two say different things of one person, or an event did not run.
        """
        current = {each.head: each for each in self.differences(group)}
        if any(current.get(each.head) != each for each in differences):
            raise ServiceError("This has changed meanwhile: look again, then accept.")
        wanted = [each for each in differences if each.accept]
        if not wanted:
            raise ServiceError("None of these can be settled by a file: decide them by hand.")
        wanted = _once(wanted)
        facts = self._facts.of(group)
        events = {each.item for each in wanted if "state" in each.accept}
        opening = [
            draft for event in sorted(events) for draft in self._register.opening(group, event)
        ]
        drafts = [draft for each in wanted for draft in _accepted(facts, each)]
        recorded = self._recorder.write(group, [*opening, *drafts])
        words = f"{count(len(wanted), 'entry', 'entries')} accepted from a file"
        self._undo.remember(group, UndoStep(words, recorded.ids[len(opening) :]))
        return recorded.changes


class _Who:
    """Which person of the group each person of a file is."""

    def __init__(self, file: Statements, facts: GroupFacts, chosen: Mapping[int, str]) -> None:
        known = {key: one for key, one in facts.participants.items() if not one.erased}
        identities = [identity_of(person) for person in known.values()]
        people = [person.identity for person in file.people]
        matches = match_people(people, identities, system=file.system)
        staff = {normal_form(member.name) for member in facts.members.values()}
        self._file = file
        self._facts = facts
        self._known = tuple(known)
        self._chosen = {place: person for place, person in chosen.items() if person in known}
        self.matches = matches
        self.is_staff = [
            match.outcome == "none" and normal_form(person.name) in staff
            for person, match in zip(people, matches, strict=True)
        ]

    def person(self, place: int) -> str:
        """The person's id; "" while a human has to say."""
        return self._chosen.get(place) or self.matches[place].person or ""

    def candidates(self, place: int) -> tuple[tuple[str, str], ...]:
        """Ids and names to choose from: who is alike, likeliest first, then everybody else."""
        likely = dict.fromkeys([*self.matches[place].candidates, *self._known])
        return tuple((key, self._facts.names[key]) for key in likely)

    def links(self) -> Mapping[str, Mapping[str, str]]:
        """Ids of everybody matched; the name there only where a human chose."""
        links: dict[str, dict[str, str]] = {}
        for place, person in enumerate(self._file.people):
            known = self.person(place)
            if known:
                fields = links.setdefault(known, {})
                fields.update(_link_fields(person, self._file.system, place in self._chosen))
        return links


def _link_fields(person: FilePerson, system: str, chosen: bool) -> Mapping[str, str]:
    ids = links_of(person.identity, system) if chosen else person.identity.ids
    return {f"id.{key}": value for key, value in ids.items() if key != "username" and value}


def _codes_name(group: str) -> str:
    return f"register codes {group}"


def _states(codes: Mapping[str, str]) -> dict[str, ClaimState]:
    known = set(ClaimState)
    return {code: ClaimState(state) for code, state in codes.items() if state in known}


def _code_rows(file: Statements, explained: Mapping[str, str]) -> tuple[FileCodeRow, ...]:
    """The codes nobody has explained and those somebody did, by code."""
    said = (bare_code(str(each.content.get("said", ""))) for each in file.statements)
    cells = Counter(file.unknown) + Counter(said)
    states = {code: state.value for code, state in file.codes.items()}
    asked = [*file.unknown, *(code for code in states if explained.get(code.casefold()))]
    rows = {code.casefold(): FileCodeRow(code, cells[code], states.get(code, "")) for code in asked}
    return tuple(rows[code] for code in sorted(rows))


def _items(file: Statements, facts: GroupFacts, dated: Sequence[GroupEvent]) -> dict[int, str]:
    return {
        place: item_of(item, dated, facts.programme, about_events=file.about_events)
        for place, item in enumerate(file.items)
    }


def _row(
    file: Statements,
    said: Statement,
    facts: GroupFacts,
    who: _Who,
    items: Mapping[int, str],
    dated: Sequence[GroupEvent],
) -> ClaimRow | None:
    item = items.get(said.item, "")
    if not item or who.is_staff[said.person]:
        return None
    person, match = who.person(said.person), who.matches[said.person]
    late = _minutes_late(said, item, dated)
    beside = (
        standing(facts, person, item, said.state, late) if person else ClaimCheck("", False, {})
    )
    outcome = _outcome(person, match, beside, said)
    key = "task" if said.kind == "submission.add" else "item"
    lateness = {"minutes_late": late} if late and key == "item" else {}
    return ClaimRow(
        place=said.person,
        line=said.line,
        name=file.people[said.person].identity.name,
        person=person,
        title=_titles(facts).get(item, item),
        says=said.says,
        stands=beside.words,
        outcome=outcome,
        reason="" if person else match.reason,
        candidates=() if match.outcome == "unique" else who.candidates(said.person),
        content={"kind": said.kind, "person": person, key: item, **said.content, **lateness},
    )


def _outcome(person: str, match: Match, beside: ClaimCheck, said: Statement) -> ClaimOutcome:
    if person:
        new_work = said.kind == "submission.add"
        differs = beside.differs and not new_work
        return ClaimOutcome.DIFFERS if differs else ClaimOutcome.MATCHED
    return ClaimOutcome.REVIEW if match.candidates else ClaimOutcome.UNMATCHED


def _minutes_late(said: Statement, item: str, dated: Sequence[GroupEvent]) -> int:
    """How long after the start somebody joined on the day itself; whole minutes."""
    start = next((each.start for each in dated if each.id == item), None)
    if said.at is None or start is None or said.state is not ClaimState.PRESENT:
        return 0
    local = start.replace(tzinfo=None)
    minutes = int((said.at - local).total_seconds() // 60)
    return max(0, minutes) if said.at.date() == local.date() else 0


def _titles(facts: GroupFacts) -> Mapping[str, str]:
    events = {each.id: each.title for each in group_events(facts)}
    return {**{item.key: item.title for item in facts.programme.items}, **events}


def _link_drafts(facts: GroupFacts, links: Mapping[str, Mapping[str, str]]) -> Iterable[NewEntry]:
    """Only what is not known yet: a link that contradicts a known one is left to a human."""
    for person, fields in links.items():
        known = facts.people[person].fields if person in facts.people else {}
        new = {name: value for name, value in fields.items() if name not in known}
        if new:
            yield NewEntry("person.set", {"person": person, **new})


def _new_drafts(facts: GroupFacts, rows: Sequence[ClaimRow]) -> Iterable[NewEntry]:
    here = {(facts.main(claim.person), claim.item, claim.file) for claim in facts.claims}
    here |= {
        (person, task, each.content)
        for (person, task), submissions in facts.submissions.items()
        for each in submissions
    }
    for row in rows:
        content = {name: value for name, value in row.content.items() if name != "kind"}
        item = content.get("item", content.get("task"))
        key = (row.person, str(item), str(content.get("source", content.get("content"))))
        if row.person and key not in here:
            here.add(key)
            yield NewEntry(str(row.content["kind"]), content)


def _difference(
    facts: GroupFacts, claim: ClaimFact, titles: Mapping[str, str]
) -> Difference | None:
    person = facts.main(claim.person)
    if claim.fact not in set(ClaimState) or person not in facts.participants:
        return None
    late = claim.details.get("minutes_late")
    minutes = late if isinstance(late, int) else 0
    beside = standing(facts, person, claim.item, ClaimState(claim.fact), minutes)
    if not beside.differs:
        return None
    return Difference(
        head=claim.head,
        person=person,
        name=facts.names[person],
        item=claim.item,
        title=titles.get(claim.item, claim.item),
        says=f"{claim.fact}, {minutes} min late" if minutes else claim.fact,
        stands=beside.words,
        file=str(claim.details.get("file", "")),
        accept=beside.accept,
    )


def _once(differences: Sequence[Difference]) -> list[Difference]:
    """What several files say alike, once; where they contradict each other, nobody may choose."""
    found: dict[tuple[str, str], Difference] = {}
    for each in differences:
        known = found.setdefault((each.person, each.item), each)
        if known.accept != each.accept:
            raise ServiceError(
                f"Two files say different things of {each.name} at {each.title}:"
                " accept one of the two lines."
            )
    return list(found.values())


def _accepted(facts: GroupFacts, difference: Difference) -> list[NewEntry]:
    if "decision" in difference.accept:
        about = {"person": difference.person, "task": difference.item}
        return [NewEntry("review.set", {**about, **difference.accept, "seen": [], "how": HOW})]
    content = {"event": difference.item, "how": HOW, **difference.accept}
    if difference.item in facts.signoffs:
        content["amendment"] = f"accepted from {difference.file or 'a file'}"
    event = facts.events.get(difference.item)
    if "minutes_late" in content and event is not None and event.start:
        content["start"] = event.start
    ids = marked_ids(facts, difference.item, difference.person)
    return [NewEntry("mark.set", {**content, "person": each}) for each in ids]
