"""One-to-one support: who is entitled by a public list, and the private steps that follow.

Facilitators see who asked, who is entitled and why. Offers, coaches, minutes and words are for
coordinators, and for a coach who is a member as far as they are the coach's own.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.entries import COACHING, NoteFact
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.office import StatementSide, SupportOffer, SupportRow, SupportStep
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import day_of
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, no_longer_here
from npq_desktop.services.office import record_words as words
from npq_desktop.services.office.lists import ListsService, listed_words
from npq_desktop.services.office.roles import OfficeRoles, is_by_coordinator
from npq_desktop.services.office.settings import office_settings
from npq_desktop.services.office.statements import (
    Opened,
    PrivateStatement,
    PrivateStatements,
    sides_of,
    uncounted_words,
)

STEPS = ("offered", "accepted", "declined", "assigned", "session", "ended")
DAYS_WITHOUT_COACH, DAYS_WITHOUT_SESSION = 14, 42
_STEP_WORDS = {
    "offered": "Offered",
    "accepted": "Accepted",
    "declined": "Declined",
    "assigned": "Coach assigned",
    "session": "Meeting",
    "ended": "Ended",
}
_START = "support"


class SupportService:
    """Writes details of people, and private records of the support."""

    def __init__(self, core: Core, *, roles: OfficeRoles, lists: ListsService) -> None:
        self._core = core
        self._roles = roles
        self._lists = lists
        self._standing = PrivateStatements(core, roles.sealed, COACHING, _START)

    # ---- entitlement ---------------------------------------------------------------------------

    def offers(self, group: str) -> tuple[SupportOffer, ...]:
        """What the lists on this laptop say of everybody, to be looked at before it is recorded."""
        facts = self._core.facts.of(group)
        names = office_settings(facts).coaching.lists
        return tuple(
            self._offer(facts, person, names)
            for person in facts.participants.values()
            if not person.erased
        )

    def entitle(self, group: str, offers: Sequence[SupportOffer]) -> Changes:
        """Record what was proposed, or chosen in its place, for these people.

        Raises:
            ServiceError: this laptop does not coordinate the group, or nothing is new.
        """
        self._roles.check(group, "decide on one-to-one support")
        facts = self._core.facts.of(group)
        drafts = []
        for each in offers:
            known = facts.participants.get(each.person)
            if known is None:
                raise ServiceError(no_longer_here())
            if each.entitled not in ("yes", "no"):
                raise ServiceError(f"Choose yes or no for {each.name} first.")
            said = {"support.entitled": each.entitled, "support.basis": each.basis}
            new = {name: text for name, text in said.items() if known.fields.get(name) != text}
            if new:
                drafts.append(NewEntry("person.set", {"person": each.person, **new}))
        if not drafts:
            raise ServiceError("This is recorded already.")
        return self._write(group, drafts, f"support of {count(len(drafts), 'person', 'people')}")

    def asked(self, group: str, person: str, day: date | None) -> Changes:
        """Record when a person asked for the support in the application; None takes it back."""
        said = {"person": person, "support.asked": day.isoformat() if day else None}
        return self._write(group, [NewEntry("person.set", said)], "request for support")

    # ---- steps ---------------------------------------------------------------------------------

    def row(self, group: str, person: str) -> SupportRow:
        """The support of one person, as far as this laptop may show it.

        Raises:
            ServiceError: the group has no such participant.
        """
        facts = self._core.facts.of(group)
        known = facts.participants.get(person)
        if known is None:
            raise ServiceError(no_longer_here())
        return self._row(facts, known)

    def rows(self, group: str) -> tuple[SupportRow, ...]:
        """Everybody who asked, is decided on, or of whom anything is recorded."""
        facts = self._core.facts.of(group)
        rows = (self._row(facts, p) for p in facts.participants.values() if not p.erased)
        return tuple(r for r in rows if r.has_asked or r.entitled or r.step or r.private or r.lines)

    def due(self, group: str) -> tuple[SupportRow, ...]:
        """Who waits for a coach or a session."""
        return tuple(row for row in self.rows(group) if row.due)

    def record(self, group: str, person: str, step: SupportStep) -> Changes:
        """Record the next step; a session stands by itself, another step replaces the one before.

        Raises:
            ServiceError: this laptop may not, or the step lacks what it needs.
        """
        facts = self._core.facts.of(group)
        if person not in facts.participants:
            raise ServiceError(no_longer_here())
        found = self._standing.of(facts, person)
        own = self._core.recorder.member(group) or ""
        is_coach = found.said is not None and found.said.get("coach_member") == own != ""
        if not (step.what == "session" and is_coach):
            self._roles.check(group, "record one-to-one support")
        _check(step)
        before = found.said or {}
        carried = {n: before[n] for n in ("coach", "coach_member") if before.get(n)}
        data = {**(carried if step.what not in ("assigned", "offered") else {}), **_data(step)}
        member = str(data.get("coach_member") or "")
        readers = tuple(k for k, m in facts.members.items() if member and m.member == member)
        if step.what == "session":
            sealed = self._roles.sealed.seal(facts, data, readers)
            content = {"id": secrets.token_hex(16), "person": person, "sealed": sealed}
            drafts = [NewEntry(COACHING.name, content)]
        else:
            drafts = self._standing.draft(facts, person, data, readers=readers)
        words = f"{_STEP_WORDS[step.what].lower()} for {facts.names[person]}"
        return self._write(group, drafts, words, person)

    def choose(self, group: str, person: str, head: str) -> Changes:
        """Let one of two statements hold.

        Raises:
            ServiceError: this laptop does not coordinate the group, or the side is gone.
        """
        self._roles.check(group, "choose between two records")
        return self._standing.choose(self._core.facts.of(group), person, head)

    # ---- how rows are made ---------------------------------------------------------------------

    def _offer(self, facts: GroupFacts, person: PersonFact, names: Sequence[str]) -> SupportOffer:
        offer = SupportOffer(person.id, facts.names[person.id], "", "")
        urn = person.fields.get("urn", "")
        if not urn:
            return replace(offer, basis=words.NO_URN)
        found = [self._lists.look_up(name, urn) for name in names]
        on = next((each for each in found if each is not None and each.is_on), None)
        if on is not None:
            return replace(offer, entitled="yes", basis=listed_words(on, urn))
        for name, each in zip(names, found, strict=True):
            if each is None:
                return replace(offer, basis=words.import_first(name))
        last = next((each for each in found if each is not None), None)
        if last is None:
            return replace(offer, basis=words.NO_LIST_DECIDES)
        return replace(offer, entitled="no", basis=listed_words(last, urn))

    def _row(self, facts: GroupFacts, person: PersonFact) -> SupportRow:
        found = self._standing.of(facts, person.id)
        sessions = list(self._sessions(facts, person.id))
        opened = [(fact, data) for fact, data in sessions if data is not None]
        hidden = sum(each is None for each in found.opened) + sum(d is None for _, d in sessions)
        said = found.said or {}
        lines = [_line(data) for data in [said, *(data for _, data in opened)] if data]
        fields = person.fields
        return SupportRow(
            person=person.id,
            name=facts.names[person.id],
            has_asked=bool(fields.get("support.asked")),
            asked=day_of(fields.get("support.asked")),
            entitled=fields.get("support.entitled", ""),
            basis=fields.get("support.basis", ""),
            step=str(said.get("what") or ""),
            coach=str(said.get("coach") or ""),
            minutes=sum(_minutes(data) for _, data in opened),
            lines=tuple(lines),
            due=self._due(facts, said, [data for _, data in opened]),
            private=words.private_records(hidden) if hidden else "",
            sides=_sides(facts, found),
            uncounted=uncounted_words(facts, found),
        )

    def _sessions(self, facts: GroupFacts, person: str) -> Iterator[tuple[NoteFact, Opened | None]]:
        """The sessions of a person, the oldest first where they can be read."""
        ids = facts.ids_of(person)
        standing = {self._standing.id_of(one) for one in ids}
        found = [
            (fact, self._roles.sealed.open(fact.sealed))
            for fact in facts.of(COACHING)
            if fact.person in ids and fact.id not in standing
        ]
        counted = [(fact, data) for fact, data in found if self._counts(facts, person, fact)]
        yield from sorted(counted, key=lambda pair: (str((pair[1] or {}).get("on")), pair[0].id))

    def _counts(self, facts: GroupFacts, person: str, fact: NoteFact) -> bool:
        """Whether a session was recorded by a coordinator, or by the coach."""
        said = self._standing.of(facts, person).said
        is_coach = said is not None and said.get("coach_member") == fact.source.member
        return is_by_coordinator(facts, fact.source) or is_coach or said is None

    def _due(self, facts: GroupFacts, said: Opened, sessions: Sequence[Opened]) -> str:
        today, what = self._core.today(facts.id), said.get("what")
        last = max((day for each in sessions if (day := day_of(each.get("on")))), default=None)
        since = day_of(said.get("on"))
        if what == "accepted" and not said.get("coach") and since is not None:
            waited = (today - since).days
            return words.no_coach_for(waited) if waited >= DAYS_WITHOUT_COACH else ""
        latest = max(filter(None, (last, since)), default=None)
        if what == "assigned" and latest is not None:
            waited = (today - latest).days
            return words.no_meeting_for(waited) if waited >= DAYS_WITHOUT_SESSION else ""
        return ""

    def _write(
        self, group: str, drafts: Sequence[NewEntry], step: str, person: str | None = None
    ) -> Changes:
        recorded = self._core.recorder.write(group, drafts)
        self._core.undo.remember(group, UndoStep(step, recorded.ids, person=person))
        return recorded.changes


def _check(step: SupportStep) -> None:
    if step.what not in STEPS:
        raise ServiceError("Choose what happened with the support.")
    if step.what == "assigned" and not step.coach.strip():
        raise ServiceError("Name the coach.")
    if step.what == "session" and (step.minutes is None or not 0 < step.minutes <= 1_000):
        raise ServiceError("Type how many minutes the meeting took.")


def _data(step: SupportStep) -> dict[str, object]:
    said: dict[str, object] = {"what": step.what, "on": step.on.isoformat()}
    texts = ("next", "coach", "coach_member", "text")
    said |= {name: text for name in texts if (text := getattr(step, name).strip())}
    return {**said, "minutes": step.minutes} if step.minutes is not None else said


def _line(data: Opened) -> str:
    return words.support_line(
        _STEP_WORDS.get(str(data.get("what")), ""),
        day_of(data.get("on")),
        _minutes(data),
        [str(data[name]) for name in ("coach", "text") if data.get(name)],
        str(data.get("next") or ""),
    )


def _minutes(data: Opened) -> int:
    value = data.get("minutes")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _sides(facts: GroupFacts, found: PrivateStatement) -> tuple[StatementSide, ...]:
    return sides_of(facts, found, _line)
