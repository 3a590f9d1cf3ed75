"""Every disagreement of a group in one list, and the choice between its sides.

A choice is one entry over all sides, and one step of undo; until then figures show ranges.
Source: journal design, section 4; screens design, "Sync panel".
"""

from npq_desktop.facts import Cell
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.sync import Disagreement
from npq_desktop.services.core.facts import FactsOfGroups
from npq_desktop.services.core.recorder import Recorder
from npq_desktop.services.core.telling import Teller
from npq_desktop.services.core.undo import Step, UndoService
from npq_desktop.services.register.register import RegisterService


class DisagreementsService:
    """Lists and settles; what two laptops settle differently is one new disagreement."""

    def __init__(
        self,
        *,
        facts: FactsOfGroups,
        recorder: Recorder,
        register: RegisterService,
        undo: UndoService,
    ) -> None:
        self._facts = facts
        self._recorder = recorder
        self._register = register
        self._undo = undo

    def all(self, group: str) -> tuple[Disagreement, ...]:
        """Marks first, then the rest, each in the order of what they are about."""
        facts = self._facts.of(group)
        teller = Teller(facts)
        found = [teller.tell(conflict.cell) for conflict in facts.disagreements()]
        return tuple(sorted(found, key=lambda one: (one.cell[0] != "mark", one.what, one.cell)))

    def choose(self, group: str, cell: Cell, head: str) -> Changes:
        """Let one side hold, named by its head.

        Raises:
            ServiceError: the sides have changed meanwhile, or only a coordinator may choose.
        """
        if cell[0] == "mark":
            return self._register.choose(group, cell[1], cell[2], head)
        what = Teller(self._facts.of(group)).what(cell)
        recorded = self._recorder.resolve(group, cell, head)
        self._undo.remember(group, Step(f"choice for {what}", recorded.ids))
        return recorded.changes
