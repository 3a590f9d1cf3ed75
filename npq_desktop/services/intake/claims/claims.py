"""Take in what a platform's file says: as claims, beside marks and decisions, never over them.

Looking stores nothing. Recording keeps the claims, the submissions and who is who; where a claim
differs from what stands it is listed, and accepting it writes an ordinary mark or decision.
Source: interchange/LAYOUTS.md, "Claims" and "Recognising people"; journal/FORMAT.md, section 3
(``claim.add``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from npq_desktop.errors import NothingNewError, ServiceError, StaleError
from npq_desktop.interchange.claims.rows import ClaimState
from npq_desktop.journal.kinds.claim import ClaimFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.intake import ClaimOutcome, ClaimPreview, ClaimRow, Difference
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.joined_marks import marked_ids
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import listed
from npq_desktop.services.intake import words
from npq_desktop.services.intake.claims.claim_reading import SYSTEM_WORDS, ClaimReading, ReadClaims
from npq_desktop.services.intake.claims.people import identities_of
from npq_desktop.services.intake.claims.preview import Chosen, names_apart, preview_of
from npq_desktop.services.intake.claims.standing import ClaimChecks, said_by
from npq_desktop.services.intake.opened import File
from npq_desktop.services.register.register import RegisterService

HOW = "import"
_RECORDED = frozenset({ClaimOutcome.MATCHED, ClaimOutcome.DIFFERS})


class ClaimsService:
    """Files of every group on this laptop; each method that writes is one undo step."""

    def __init__(self, core: Core, *, register: RegisterService) -> None:
        self._core = core
        self._register = register

    def reading(self, group: str, codes: Mapping[str, str] | None = None) -> ClaimReading:
        """How a file is read for a group, which any thread may then do.

        ``codes`` are the states that a register's own codes mean; those of the last register
        recorded for the group are remembered.
        """
        facts = self._core.facts.of(group)
        days = frozenset(each.day for each in group_events(facts) if each.day)
        known = self._codes(group) | dict(codes or {})
        return ClaimReading(days, facts.zone, identities_of(facts), known)

    def compare(
        self,
        read: ReadClaims,
        group: str,
        *,
        items: Mapping[int, str] | None = None,
        people: Mapping[int, str] | None = None,
    ) -> ClaimPreview:
        """What a file that was read says about a group, matched and compared.

        ``items`` and ``people`` are what the user chose, by place in the file; "" for none.
        """
        chosen = Chosen(items=items or {}, people=people or {})
        return preview_of(read, self._core.facts.of(group), chosen)

    def read(
        self,
        file: File,
        group: str,
        *,
        items: Mapping[int, str] | None = None,
        people: Mapping[int, str] | None = None,
        codes: Mapping[str, str] | None = None,
        sheet: str = "",
    ) -> ClaimPreview:
        """Read a file and compare it, for callers that need not wait for another thread.

        Raises:
            InterchangeError: the file cannot be read, or says nothing about attendance or work.
        """
        found = self.reading(group, codes).of(file, sheet)
        return self.compare(found, group, items=items, people=people)

    def record(self, group: str, preview: ClaimPreview) -> Changes:
        """Keep what the file says of everybody matched, and who they are on that platform.

        Raises:
            ServiceError: everything of it is here already, or an event or a person has to be
                chosen first.
        """
        facts = self._core.facts.of(group)
        if not any(row.outcome in _RECORDED for row in preview.rows):
            raise ServiceError("Choose first which event or task this is, and who the people are.")
        drafts = [*_link_drafts(facts, preview.links), *_new_drafts(facts, preview.rows)]
        if not drafts:
            raise NothingNewError("Nothing in this file is new. All of it is recorded already.")
        said = {row.code.casefold(): row.state for row in preview.codes}
        with self._core.together():
            recorded = self._core.recorder.write(group, drafts)
            if said:
                self._core.store.local.save_setting(_codes_name(group), self._codes(group) | said)
        self._core.undo.remember(group, UndoStep(f"import of {preview.path.name}", recorded.ids))
        return recorded.changes

    def _codes(self, group: str) -> dict[str, str]:
        """What registers' codes were said to mean; a damaged memory is none."""
        known = self._core.store.local.setting(_codes_name(group))
        return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}

    def differences(self, group: str) -> tuple[Difference, ...]:
        """The recorded claims that are not what stands, by name."""
        facts = self._core.facts.of(group)
        standing, names = ClaimChecks(facts), names_apart(facts)
        claims = facts.claims
        found = filter(None, (_difference(facts, claim, standing, names) for claim in claims))
        return tuple(sorted(_contradicting(found), key=lambda each: (each.name, each.title)))

    def accept(self, group: str, differences: Sequence[Difference]) -> Changes:
        """Let the file's word stand, as marks and decisions made by import.

        Raises:
            ServiceError: none of them can be settled by a file, one has been settled meanwhile,
                two say different things of one person, or an event did not run.
        """
        current = {each.head: each for each in self.differences(group)}
        if any(current.get(each.head) != each for each in differences):
            raise StaleError("Someone changed this while you were looking. Check it, then accept.")
        wanted = [each for each in differences if each.accept]
        if not wanted:
            raise ServiceError("No file can settle these. Decide them by hand.")
        wanted = _once(wanted)
        facts = self._core.facts.of(group)
        events = {each.item for each in wanted if "state" in each.accept}
        opening = [
            draft for event in sorted(events) for draft in self._register.opening(group, event)
        ]
        drafts = [draft for each in wanted for draft in _accepted(facts, each)]
        recorded = self._core.recorder.write(group, [*opening, *drafts])
        said = words.accepted_from_file(len(wanted))
        self._core.undo.remember(group, UndoStep(said, recorded.ids[len(opening) :]))
        return recorded.changes


def _codes_name(group: str) -> str:
    return f"register codes {group}"


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
    tasks = {item.key for item in facts.programme.items if not item.is_event}
    for row in rows:
        content = {name: value for name, value in row.content.items() if name != "kind"}
        item = content.get("item", content.get("task"))
        key = (row.person, str(item), str(content.get("source", content.get("content"))))
        if row.outcome in _RECORDED and key not in here:
            here.add(key)
            yield NewEntry(str(row.content["kind"]), content)
        for attempt in row.attempts if row.outcome in _RECORDED and item in tasks else ():
            made = (row.person, str(item), str(attempt["content"]))
            if made not in here:
                here.add(made)
                about = {"person": row.person, "task": str(item)}
                yield NewEntry("submission.add", {**about, **attempt})


def _difference(
    facts: GroupFacts, claim: ClaimFact, standing: ClaimChecks, names: Mapping[str, str]
) -> Difference | None:
    person = facts.main(claim.person)
    if claim.fact not in set(ClaimState) or person not in facts.participants:
        return None
    said = said_by(claim)
    beside = standing.check(person, claim.item, said)
    if not beside.differs:
        return None
    details = claim.details
    session, line, tries = (details.get(name) for name in ("session", "line", "attempts"))
    where = (
        SYSTEM_WORDS.get(claim.system or "", claim.system or ""),
        f"“{session}”" if session else "",
        f"line {line}" if line else "",
    )
    attempts = f"{tries} attempts" if isinstance(tries, int) and tries > 1 else ""
    return Difference(
        head=claim.head,
        person=person,
        name=names[person],
        item=claim.item,
        title=standing.titles.get(claim.item, claim.item),
        says=words.late_by(claim.fact, said.minutes_late),
        stands=beside.stands,
        file=str(details.get("file", "")),
        accept=beside.accept,
        offer=beside.offer,
        why=beside.why,
        minutes=beside.minutes,
        remark=", ".join(filter(None, (str(details.get("remark", "")), attempts))),
        source=", ".join(filter(None, where)),
    )


def _contradicting(differences: Iterable[Difference]) -> list[Difference]:
    """The differences, naming the other file where two say different things of one person."""
    about: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for each in differences:
        about[each.person, each.item].append(each)
    return [replace(each, against=_others(each, rest)) for rest in about.values() for each in rest]


def _others(difference: Difference, all_of_it: Sequence[Difference]) -> str:
    other = [each for each in all_of_it if each.accept != difference.accept]
    return listed(f"“{each.file}”: {each.says}" for each in other) if other else ""


def _once(differences: Sequence[Difference]) -> list[Difference]:
    """What several files say alike, once; where they contradict each other, nobody may choose."""
    found: dict[tuple[str, str], Difference] = {}
    for each in differences:
        known = found.setdefault((each.person, each.item), each)
        if known.accept != each.accept:
            raise ServiceError(
                f"Two files disagree about {each.name} at {each.title}. Accept one of the two "
                "lines."
            )
    return list(found.values())


def _accepted(facts: GroupFacts, difference: Difference) -> list[NewEntry]:
    if "decision" in difference.accept:
        about = {"person": difference.person, "task": difference.item}
        return [NewEntry("review.set", {**about, **difference.accept, "seen": [], "how": HOW})]
    content: dict[str, object] = {"event": difference.item, "how": HOW, **difference.accept}
    if difference.item in facts.signoffs:
        content["amendment"] = f"accepted from {difference.file or 'a file'}"
    event = facts.events.get(difference.item)
    if event is not None and not content.keys().isdisjoint(("minutes_late", "minutes_early")):
        times = {"start": event.start, "end": event.end}  # what the minutes are counted from
        content |= {name: time for name, time in times.items() if time}
    ids = marked_ids(facts, difference.item, difference.person)
    return [NewEntry("mark.set", {**content, "person": each}) for each in ids]
