"""Private statements under an id that anybody could write: funding, support, declarations.

Only those signed by a coordinator count; another's is shown and counts nothing. Several that say
the same are one, else a coordinator chooses.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from npq_desktop.errors import StaleError
from npq_desktop.journal.kinds.entries import NoteFact
from npq_desktop.journal.kinds.kind import Kind
from npq_desktop.journal.sealing import PREFIX_LENGTH
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.office import StatementSide
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import clock_time, day_and_year
from npq_desktop.services.office.roles import is_by_coordinator

Opened = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PrivateStatement:
    """What coordinators say under one id; ``said`` is None where it is private, or they differ."""

    facts: tuple[NoteFact, ...]
    opened: tuple[Opened | None, ...]
    others: tuple[NoteFact, ...]

    @property
    def is_there(self) -> bool:
        """Whether a coordinator said anything."""
        return bool(self.facts)

    @property
    def differs(self) -> bool:
        """Whether what can be read says different things."""
        known = [each for each in self.opened if each is not None]
        return any(each != known[0] for each in known)

    @property
    def is_sealed(self) -> bool:
        """Whether some of it is private to others."""
        return None in self.opened

    @property
    def said(self) -> Opened | None:
        """What all say, where this laptop can read it."""
        if not self.facts or self.differs or self.is_sealed:
            return None
        return self.opened[0]


class PrivateStatements:
    """Reads and writes statements of one kind whose ids begin alike."""

    def __init__(self, core: Core, sealed: SealedTexts, kind: Kind[NoteFact], start: str) -> None:
        self._core = core
        self._sealed = sealed
        self._kind = kind
        self._start = start

    def of(self, facts: GroupFacts, person: str, more: str = "") -> PrivateStatement:
        """What is said of a person, under whichever of their ids; ``more`` parts several."""
        ids = {self.id_of(one, more) for one in facts.ids_of(person)}
        found = sorted(
            (fact for fact in facts.of(self._kind) if fact.id in ids), key=lambda fact: fact.head
        )
        counted = tuple(fact for fact in found if is_by_coordinator(facts, fact.source))
        others = tuple(fact for fact in found if fact not in counted)
        opened = tuple(self._sealed.open(fact.sealed) for fact in counted)
        return PrivateStatement(counted, opened, others)

    def id_of(self, person: str, more: str = "") -> str:
        """The id under which a person's statement stands."""
        return f"{self._start}.{more}.{person}" if more else f"{self._start}.{person}"

    def draft(
        self,
        facts: GroupFacts,
        person: str,
        data: Opened,
        *,
        more: str = "",
        clear: Opened | None = None,
        readers: Iterable[str] = (),
    ) -> list[NewEntry]:
        """The next statement, once for each id of the person that has one."""
        known = self.of(facts, person, more).facts
        ids = {self.id_of(person, more), *(fact.id for fact in known)}
        sealed = self._sealed.seal(facts, data, tuple(readers))
        return [
            NewEntry(
                self._kind.name,
                {
                    **(clear or {}),
                    "id": one,
                    "person": one.removeprefix(self.id_of("", more)),
                    "sealed": sealed,
                },
            )
            for one in sorted(ids)
        ]

    def choose(self, facts: GroupFacts, person: str, head: str, *, more: str = "") -> Changes:
        """Let one of several statements hold.

        Raises:
            StaleError: it is no longer among them.
        """
        found = self.of(facts, person, more)
        data = next(
            (o for f, o in zip(found.facts, found.opened, strict=True) if f.head == head), None
        )
        chosen = next((fact for fact in found.facts if fact.head == head), None)
        if data is None or chosen is None:
            raise StaleError
        clear = {n: v for n, v in chosen.details.items() if n not in ("id", "person", "sealed")}
        kept = (chosen.sealed or {}).get("to")
        readers = [
            key for key in facts.members if isinstance(kept, list) and key[:PREFIX_LENGTH] in kept
        ]
        drafts = self.draft(facts, person, data, more=more, clear=clear, readers=readers)
        recorded = self._core.recorder.write(facts.id, drafts)
        step = UndoStep(f"choice for {facts.names[person]}", recorded.ids, person=person)
        self._core.undo.remember(facts.id, step)
        return recorded.changes


def sides_of(
    facts: GroupFacts, found: PrivateStatement, words: Callable[[Opened], str]
) -> tuple[StatementSide, ...]:
    """The sides to choose from, where there are several."""
    if not found.differs:
        return ()
    return tuple(
        StatementSide(
            head=fact.head,
            words=words(opened) if opened is not None else "",
            who=facts.member_name(fact.source.key),
            at=_when(facts, fact),
        )
        for fact, opened in zip(found.facts, found.opened, strict=True)
    )


def uncounted_words(facts: GroupFacts, found: PrivateStatement) -> tuple[str, ...]:
    """Who else said something that counts nothing."""
    names = dict.fromkeys(facts.member_name(fact.source.key) for fact in found.others)
    return tuple(
        f"{name} recorded this too. It does not count, because {name} is no coordinator."
        for name in names
    )


def _when(facts: GroupFacts, fact: NoteFact) -> str:
    at = moment(fact.source.at, facts.zone)
    return f"{day_and_year(at.date())} {clock_time(at)}" if at else fact.source.at
