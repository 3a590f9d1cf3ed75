"""The groups of this laptop: the switcher's list, the chip in the header, the example group."""

from collections.abc import Callable

from npq_desktop.interchange.names import normal_form
from npq_desktop.rows.exchange import GroupRow, SyncChip
from npq_desktop.rows.facts import PersonFact
from npq_desktop.services.group_facts import FactsOfGroups
from npq_desktop.services.identity import Identities
from npq_desktop.services.naming import count, display_name
from npq_desktop.store.store import Store

OWN = "own entries"
"""In the exchange log: how many of this laptop's entries a file took out."""


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

    def all(self) -> tuple[GroupRow, ...]:
        """Every group on this laptop, by title."""
        own = self._identities.device.key
        rows = []
        for group in self._store.reading.groups():
            facts = self._facts.of(group.id)
            member = facts.members.get(own)
            rows.append(
                GroupRow(
                    id=group.id,
                    title=group.title,
                    cohort=group.cohort,
                    people=len(facts.participants),
                    role=member.role if member else "not a member",
                )
            )
        return tuple(sorted(rows, key=lambda row: (row.title.casefold(), row.id)))

    def find_people(self, group: str, text: str) -> tuple[str, ...]:
        """The ids of the people with this id, TRN, e-mail or whole name."""
        wanted = normal_form(text)
        return tuple(
            person.id
            for person in self._facts.of(group).people.values()
            if not person.erased and wanted in {person.id, *_known_by(person)}
        )

    def chip(self, group: str) -> SyncChip:
        """What the header says about exchanging this group."""
        conflicts = len(self._facts.of(group).disagreements())
        if conflicts:
            words = f"Saved here · {count(conflicts, 'disagreement')} to resolve"
            return SyncChip(words, needs_action=True)
        sent = [e for e in self._store.local.exchanges(group) if e.direction == "out"]
        if not sent:
            return SyncChip("Saved here · not sent to anyone yet", needs_action=False)
        own = self._store.reading.count_by(group, self._identities.device.key)
        unsent = own - sent[0].counts.get(OWN, 0)
        if unsent > 0:
            words = f"Saved here · {count(unsent, 'entry', 'entries')} not yet sent"
            return SyncChip(words, needs_action=False)
        when = sent[0].when.astimezone()
        return SyncChip(
            f"Saved here · sent by file {when:%d %b %H:%M}, not confirmed", needs_action=False
        )


def _known_by(person: PersonFact) -> list[str]:
    names = [display_name(person), *map(person.fields.get, ("name", "trn", "email"))]
    return [normal_form(name) for name in names if name]
