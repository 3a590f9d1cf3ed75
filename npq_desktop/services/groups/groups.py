"""The groups of this laptop: the switcher's list, all of them side by side, the example group."""

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
from npq_desktop.rows.groups import GroupOverview, GroupRow, GroupTitle
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events, next_event
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import display_name
from npq_desktop.services.groups import words
from npq_desktop.services.groups.sync_chip import SyncChips


class GroupsService:
    """What stands above any single group.

    ``add_example`` makes the example group, ``chips`` say how a group stands with others.
    """

    def __init__(self, core: Core, *, add_example: Callable[[], str]) -> None:
        self._core = core
        self.add_example = add_example
        self.chips = SyncChips(core)

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
            role=member.role if member else words.NOT_A_MEMBER,
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

    def disagreements(self, group: str) -> int:
        """How many disagreements there are to settle."""
        return len(self._core.facts.of(group).disagreements())


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
            next_event=words.next_event(coming.title, coming.start)
            if coming and coming.start
            else "",
            disagreements=len(facts.disagreements()),
            assessment=assessment(group.id),
        )
    except ProgrammeError:
        return replace(row, trouble=words.NO_PROGRAMME)
