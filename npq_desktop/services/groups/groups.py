"""The groups of this laptop: the switcher's list, the chip in the header, the example group."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from npq_desktop.errors import ProgrammeError
from npq_desktop.interchange.people.name_forms import normal_form
from npq_desktop.journal.kinds.assessment import ASSESSMENT, WINDOW
from npq_desktop.journal.kinds.enrolment import ENROLMENT
from npq_desktop.journal.kinds.event import EVENT
from npq_desktop.journal.kinds.person import PERSON, PersonFact
from npq_desktop.journal.kinds.programme import PROGRAMME
from npq_desktop.journal.kinds.register import REGISTER, SIGNOFF
from npq_desktop.rows.exchange import Outgoing
from npq_desktop.rows.groups import GroupOverview, GroupRow, GroupTitle, SyncChip
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import GroupEvent, group_events, next_event
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import count, day_and_time, display_name, moment_words
from npq_desktop.services.exchange.outgoing import outgoing, unseen_leavers

_CHIP_CHARACTERS = 40
_NO_PROGRAMME = "programme cannot be read"


class GroupsService:
    """What stands above any single group.

    ``add_example`` makes the example group.
    """

    def __init__(self, core: Core, *, add_example: Callable[[], str]) -> None:
        self._core = core
        self.add_example = add_example
        self.live: Callable[[GroupFacts, Outgoing], SyncChip | None] = lambda _facts, _sent: None
        """What the header says of a group that is sent by itself; who sends it says it here."""

    def titles(self) -> tuple[GroupTitle, ...]:
        """Every group on this laptop, by title; none of them is read for it."""
        own = self._core.identities.groups
        found = [
            replace(group, unverified=group.id not in own)
            for group in self._core.store.reading.groups()
        ]
        return tuple(sorted(found, key=lambda group: (group.title.casefold(), group.id)))

    def all(self) -> tuple[GroupRow, ...]:
        """Every group on this laptop with who is in it, by title; reads each of them."""
        return tuple(self._row(group) for group in self.titles())

    def people(self, group: str) -> int:
        """How many participants a group has; who was erased is none any more."""
        return _people(self._core.facts.of(group))

    def _row(self, group: GroupTitle) -> GroupRow:
        member = self._core.facts.of(group.id).members.get(self._core.identities.key_in(group.id))
        return GroupRow(
            id=group.id,
            title=group.title,
            cohort=group.cohort,
            people=self.people(group.id),
            role=member.role if member else "not a member",
        )

    def find_people(self, group: str, text: str) -> tuple[str, ...]:
        """The ids of the people with this id, TRN, e-mail or whole name."""
        wanted = normal_form(text)
        facts = self._core.facts.of(group)
        return tuple(
            person.id
            for person in facts.people.values()
            if not person.erased and wanted in {person.id, *_known_by(person, facts.names)}
        )

    def chip(self, group: str) -> SyncChip:
        """What the header says about exchanging this group."""
        if self._core.store.is_stopped:
            return SyncChip("Not saved · the disk failed", needs_action=True)
        if self._core.store.is_full:
            return SyncChip("Not saved · the disk is full", needs_action=True)
        if self._core.identities.member(group) is None:
            return SyncChip("Not verified · only to look at", needs_action=False)
        try:
            return self._chip_of(self._core.facts.of(group))
        except ProgrammeError:
            return SyncChip(f"Saved · {_NO_PROGRAMME}", needs_action=True)

    def _chip_of(self, facts: GroupFacts) -> SyncChip:
        if facts.copied_keys:
            who = facts.device_name(facts.copied_keys[0])
            return SyncChip(f"Saved · {who} is running twice", needs_action=True)
        conflicts = len(facts.disagreements())
        if conflicts:
            words = f"Saved · {count(conflicts, 'disagreement')} to settle"
            return SyncChip(words, needs_action=True, number=conflicts)
        if self._core.identities.sheet_is_due:
            return SyncChip("Saved · recovery sheet not printed", needs_action=True)
        standing = outgoing(self._core.store, facts, self._core.identities.key_in(facts.id))
        news = self._news(facts)
        live = self.live(facts, standing)
        if live is not None:
            words = " · ".join((live.words, *news))
            return replace(live, words=words) if len(words) <= _CHIP_CHARACTERS else live
        words = _chip_words(standing, self._core.now(facts.id), news)
        return SyncChip(words, needs_action=False, number=standing.unsent)

    def _news(self, facts: GroupFacts) -> tuple[str, ...]:
        """Who has left the group since the panel was last looked at, and how much is on hold."""
        left = [facts.device_name(key) for key in unseen_leavers(self._core.store, facts)]
        said = [f"{left[0]} has left" if len(left) == 1 else f"{len(left)} laptops have left"]
        return (*(said if left else ()), *([f"{len(facts.held)} on hold"] if facts.held else ()))

    def disagreements(self, group: str) -> int:
        """How many disagreements there are to settle."""
        return len(self._core.facts.of(group).disagreements())


def _chip_words(standing: Outgoing, now: datetime, news: tuple[str, ...]) -> str:
    """At most 40 characters: with the name of who lacks something, where there is room for it."""
    sent = [_sent_words(standing, now, by_name=by_name) for by_name in (True, False)]
    choices = [(*news, words) for words in (*sent, _shortly(standing))]
    choices += [news, ("a laptop has left", *news[1:])]
    lines = [" · ".join(("Saved", *parts)) for parts in choices]
    return next((line for line in lines if len(line) <= _CHIP_CHARACTERS), lines[1])


def _shortly(standing: Outgoing) -> str:
    if standing.is_confirmed:
        return "others have all"
    return f"{standing.unsent} not sent" if standing.unsent else "not confirmed"


def _sent_words(standing: Outgoing, now: datetime, *, by_name: bool) -> str:
    others = standing.others
    if standing.is_confirmed:
        one = others[0].who if by_name and len(others) == 1 else ""
        return f"{one} has everything" if one else "the others have everything"
    if standing.last is None:
        return "not sent to anyone yet"
    if standing.unsent:
        whom = _whom([other.who for other in others if other.reached < standing.own], by_name)
        return f"{count(standing.unsent, 'change')} not sent{whom or ' yet'}"
    when = moment_words(standing.last.astimezone(now.tzinfo), now)
    whom = _whom([other.who for other in others if other.confirmed < standing.own], by_name)
    return f"sent{whom} {when}, not confirmed"


def _whom(names: list[str], by_name: bool) -> str:
    if not names:
        return ""
    if len(names) > 1:
        return f" to {len(names)} laptops"
    return f" to {names[0]}" if by_name else ""


def _known_by(person: PersonFact, apart: Mapping[str, str]) -> list[str]:
    stated = map(person.fields.get, ("name", "trn", "email"))
    names = [display_name(person), apart[person.id], *stated]
    return [normal_form(name) for name in names if name]


def _people(facts: GroupFacts) -> int:
    return sum(not person.erased for person in facts.participants.values())


class AllGroupsService:
    """Reads every group, so only when somebody asks.

    ``assessment`` gives a group's assessment in a few words.
    """

    def __init__(
        self, core: Core, *, groups: GroupsService, assessment: Callable[[str], str]
    ) -> None:
        self._core = core
        self._groups = groups
        self._assessment = assessment

    def rows(self) -> tuple[GroupOverview, ...]:
        """One for each group, by title."""
        now = self._core.clock()
        return tuple(
            _overview(self._core.facts.of(group.id), group, now, self._assessment)
            for group in self._groups.titles()
        )


def _overview(
    facts: GroupFacts, group: GroupTitle, now: datetime, assessment: Callable[[str], str]
) -> GroupOverview:
    """One line; what a programme that cannot be read leaves unknown is 0, and said."""
    of_events = (PROGRAMME, PERSON, EVENT, REGISTER, SIGNOFF)
    facts.read(*of_events, WINDOW, ASSESSMENT, ENROLMENT)
    row = GroupOverview(
        id=facts.id,
        title=group.title,
        cohort=group.cohort,
        people=_people(facts),
        next_event="",
        unsigned=len(facts.registers.keys() - facts.signoffs.keys()),
        disagreements=0,
        unverified=group.unverified,
    )
    try:
        coming = next_event(group_events(facts), now)
        return replace(
            row,
            next_event=_words(coming) if coming else "",
            disagreements=len(facts.disagreements()),
            assessment=assessment(group.id),
        )
    except ProgrammeError:
        return replace(row, trouble=_NO_PROGRAMME)


def _words(occurrence: GroupEvent) -> str:
    assert occurrence.start is not None  # noqa: S101  what is to come has a start
    return f"{occurrence.title}, {day_and_time(occurrence.start)}"
