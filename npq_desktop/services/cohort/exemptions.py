"""Exempts one person from a task or event, or credits it, by a coordinator and with a reason.

The effect on the person's figures is shown before it is recorded. A facilitator learns before
typing that only a coordinator may.
Source: engagement/RULES.md, "From facts to items"; journal/FORMAT.md, section 3 (who may write).
"""

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.exemption import ExemptionFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.cohort import Exemption, ExemptionOffer
from npq_desktop.services.cohort import status_words as words
from npq_desktop.services.cohort.status import standing
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import listed, no_longer_here, only_a_coordinator
from npq_desktop.services.core.worth.items import ItemsOfGroup

_KIND = "exemption.set"


class ExemptionsService:
    """Writes ``exemption.set``; each write is one entry and one step of undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def offer(self, group: str, person: str) -> ExemptionOffer:
        """A person's items as they stand now, and whether this laptop may exempt at all."""
        facts = self._core.facts.of(group)
        _check(facts, person)
        items = ItemsOfGroup(facts=facts, now=self._core.now(group)).items(person)
        titles = {item.key: item.title for item in facts.programme.items}
        return ExemptionOffer(
            person=person,
            name=facts.names[person],
            items=tuple(
                (item.id, titles[item.id], _words(facts, person, item.id) or worth.words)
                for item, worth in items
            ),
            exempt=frozenset(key for who, key in facts.exemptions if who == person),
            refused=self._refused(facts),
        )

    def effect(self, group: str, person: str, exemption: Exemption) -> tuple[str, ...]:
        """What recording it would do to the person's figures, a sentence each."""
        facts, now = self._core.facts.of(group), self._core.now(group)
        _check(facts, person)
        old, counted = standing(facts, person, now)
        new, counting = standing(_supposing(facts, person, exemption), person, now)
        return words.counting_effect(counted, counting), words.engagement_effect(old, new)

    def record(
        self, group: str, person: str, exemption: Exemption, shown: tuple[str, ...]
    ) -> Changes:
        """Record that the item is excused, credited, or neither any more, once the effect of that
        was ``shown``.

        Raises:
            StaleError: it would have another effect now.
            ServiceError: no reason is given, or this laptop belongs to no coordinator.
        """
        facts = self._core.facts.of(group)
        _check(facts, person)
        refused, reason = self._refused(facts), exemption.reason.strip()
        if refused:
            raise ServiceError(refused)
        if exemption.value and not reason:
            raise ServiceError("Give a short reason, for example “transfer from another provider”.")
        unchanged(shown, self.effect(group, person, exemption))
        content: dict[str, object] = {
            "person": person,
            "item": exemption.item,
            "value": exemption.value,
        }
        content |= {"reason": reason} if reason else {}
        content |= {"credit": list(exemption.credit)} if exemption.value == "credited" else {}
        recorded = self._core.recorder.write(group, [NewEntry(_KIND, content)])
        title = facts.programme.item(exemption.item).title
        step = words.exemption_words(exemption.value, None)
        said = f"“{step}” of {title} for {facts.names[person]}"
        self._core.undo.remember(group, UndoStep(said, recorded.ids, person=person))
        return recorded.changes

    def _refused(self, facts: GroupFacts) -> str:
        """Why this laptop may not, "" where it may."""
        if facts.state.may_write(self._core.identities.key_in(facts.id), _KIND):
            return ""
        names = sorted(
            {
                member.name
                for member in facts.members.values()
                if not member.revoked
                and member.role in ("root", "coordinator")
                and not member.is_sheet
            }
        )
        who = listed(names, "or") if names else "the person who started the group"
        return only_a_coordinator("exempt or credit", f"{who}, and say which task or event and why")


def _check(facts: GroupFacts, person: str) -> None:
    known = facts.participants.get(person)
    if known is None or known.erased:
        raise ServiceError(no_longer_here())


def _supposing(facts: GroupFacts, person: str, exemption: Exemption) -> GroupFacts:
    others = {key: v for key, v in facts.exemptions.items() if key != (person, exemption.item)}
    if exemption.value is not None:
        key, source = (person, exemption.item), facts.group.source
        credit = exemption.credit if exemption.value == "credited" else None
        fact = ExemptionFact(*key, exemption.value, credit, None, None, "", source)
        others[key] = (fact,)
    return facts.supposing(exemptions=others)


def _words(facts: GroupFacts, person: str, item: str) -> str:
    values = facts.exemptions.get((person, item), ())
    return " / ".join(words.exemption_words(f.value, f.credit, f.reason or "") for f in values)
