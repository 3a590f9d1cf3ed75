"""The groups of this laptop: the switcher's list, the chip in the header, the example group."""

from collections.abc import Callable, Mapping
from datetime import datetime

from npq_desktop.facts import PersonFact
from npq_desktop.interchange.names import normal_form
from npq_desktop.rows.exchange import Outgoing
from npq_desktop.rows.groups import GroupOverview, GroupRow, GroupTitle, SyncChip
from npq_desktop.services.core.events import GroupEvent, group_events, next_event
from npq_desktop.services.core.facts import FactsOfGroups, GroupFacts
from npq_desktop.services.core.identities import Identities
from npq_desktop.services.core.recorder import Clock
from npq_desktop.services.core.words import count, day_and_time, display_name
from npq_desktop.services.exchange.outgoing import by_route, outgoing
from npq_desktop.store.store import Store


class GroupsService:
    """What stands above any single group.

    ``add_example`` makes the example group.
    """

    def __init__(
        self,
        *,
        store: Store,
        facts: FactsOfGroups,
        identities: Identities,
        add_example: Callable[[], str],
    ) -> None:
        self._store = store
        self._facts = facts
        self._identities = identities
        self.add_example = add_example

    def titles(self) -> tuple[GroupTitle, ...]:
        """Every group on this laptop, by title; none of them is read for it."""
        found = self._store.reading.groups()
        return tuple(sorted(found, key=lambda group: (group.title.casefold(), group.id)))

    def all(self) -> tuple[GroupRow, ...]:
        """Every group on this laptop with who is in it, by title; reads each of them."""
        return tuple(self._row(group) for group in self.titles())

    def people(self, group: str) -> int:
        """How many participants a group has."""
        return len(self._facts.of(group).participants)

    def _row(self, group: GroupTitle) -> GroupRow:
        member = self._facts.of(group.id).members.get(self._identities.device.key)
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
        facts = self._facts.of(group)
        return tuple(
            person.id
            for person in facts.people.values()
            if not person.erased and wanted in {person.id, *_known_by(person, facts.names)}
        )

    def chip(self, group: str) -> SyncChip:
        """What the header says about exchanging this group."""
        facts = self._facts.of(group)
        if facts.copied_keys:
            who = facts.device_name(facts.copied_keys[0])
            return SyncChip(f"Saved here · two copies of {who} run at once", needs_action=True)
        conflicts = len(facts.disagreements())
        if conflicts:
            words = f"Saved here · {count(conflicts, 'disagreement')} to resolve"
            return SyncChip(words, needs_action=True)
        if self._identities.sheet_is_due:
            return SyncChip("Saved here · Recovery sheet not printed", needs_action=True)
        standing = outgoing(self._store, facts, self._identities.device.key)
        return SyncChip(f"Saved here · {_sent_words(standing)}", needs_action=False)


def _sent_words(standing: Outgoing) -> str:
    if standing.is_confirmed:
        return _everything_words(standing)
    if standing.last is None:
        return "not sent to anyone yet"
    if standing.unsent:
        return f"{count(standing.unsent, 'entry', 'entries')} not yet sent"
    return f"sent {by_route(standing.route)} {day_and_time(standing.last)}, not confirmed"


def _everything_words(standing: Outgoing) -> str:
    if len(standing.others) == 1:
        return f"{standing.others[0].who} has everything"
    return f"all {len(standing.others)} other laptops have everything"


def _known_by(person: PersonFact, apart: Mapping[str, str]) -> list[str]:
    stated = map(person.fields.get, ("name", "trn", "email"))
    names = [display_name(person), apart[person.id], *stated]
    return [normal_form(name) for name in names if name]


class AllGroupsService:
    """Reads every group, so only when somebody asks; times come from ``clock`` and are aware."""

    def __init__(self, *, groups: GroupsService, facts: FactsOfGroups, clock: Clock) -> None:
        self._groups = groups
        self._facts = facts
        self._clock = clock

    def rows(self) -> tuple[GroupOverview, ...]:
        """One for each group, by title."""
        now = self._clock()
        return tuple(
            _overview(self._facts.of(group.id), group.title, group.cohort, now)
            for group in self._groups.titles()
        )


def _overview(facts: GroupFacts, title: str, cohort: str, now: datetime) -> GroupOverview:
    coming = next_event(group_events(facts), now)
    return GroupOverview(
        id=facts.id,
        title=title,
        cohort=cohort,
        people=len(facts.participants),
        next_event=_words(coming) if coming else "",
        unsigned=len(facts.registers.keys() - facts.signoffs.keys()),
        disagreements=len(facts.disagreements()),
    )


def _words(occurrence: GroupEvent) -> str:
    assert occurrence.start is not None  # noqa: S101  what is to come has a start
    return f"{occurrence.title}, {day_and_time(occurrence.start)}"
