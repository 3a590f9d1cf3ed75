"""Sign a register off: the facilitator's statement that it is complete, and what it does not cover.

A sign-off names the entries it saw. Marks that arrive or change afterwards are listed as not
covered; nothing is locked. Source: journal/FORMAT.md, sections 3 and 4; ui/SCREENS.md.
"""

from collections.abc import Mapping

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import (
    Counts,
    RegisterView,
    SignoffOffer,
    absent_words,
    unmarked_names,
)
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.marks import mark_of
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, listed_briefly
from npq_desktop.services.register.register import RegisterService
from npq_desktop.services.register.rows import covered


class SignoffService:
    """Says a register in words and signs it."""

    def __init__(self, core: Core, *, register: RegisterService) -> None:
        self._core = core
        self._register = register

    def draft(self, group: str, event: str, head_count: int | None = None) -> SignoffOffer:
        """What a sign-off would say now; nothing is written.

        Raises:
            ServiceError: the event did not run.
        """
        self._register.check_ran(group, event)
        view, facts = self._register.view(group, event), self._core.facts.of(group)
        return SignoffOffer(
            words=_words(view.counts, head_count, len(facts.state.held)),
            unmarked=view.counts.unmarked,
            conflicts=view.counts.conflicts,
            who_unmarked=listed_briefly(unmarked_names(view.rows)),
            head_count=head_count,
            marks={who: tuple(map(mark_of, marks)) for who, marks in facts.marks(event).items()},
        )

    def sign_off(self, group: str, event: str, shown: SignoffOffer) -> Changes:
        """Sign the register as it was shown.

        Raises:
            StaleError: the register is another one now.
            ServiceError: nobody has been marked, so there is nothing to sign; or the event did
                not run.
        """
        offer = unchanged(shown, self.draft(group, event, shown.head_count))
        view, facts = self._register.view(group, event), self._core.facts.of(group)
        if not facts.marks(event):
            raise ServiceError("Nobody has been marked yet: there is no register to sign off.")
        content: dict[str, object] = {
            "event": event,
            "counts": _counted(view),
            "words": offer.words,
            "covers": covered(facts, event),
        }
        if offer.head_count is not None:
            content["head_count"] = offer.head_count
        recorded = self._core.recorder.write(group, [NewEntry("register.signoff", content)])
        self._core.undo.remember(
            group, UndoStep(f"sign-off of {view.event.title}", recorded.ids, event)
        )
        return recorded.changes


def _counted(view: RegisterView) -> Mapping[str, int]:
    counts = view.counts
    return {
        "expected": counts.expected,
        "present": counts.present,
        "late": counts.late,
        "left_early": counts.left_early,
        "absent": counts.absent,
        "unmarked": counts.unmarked,
        "conflicts": counts.conflicts,
        "extra": counts.extra,
        "walk_ins": counts.walk_ins,
    }


def _words(counts: Counts, head_count: int | None, held: int) -> str:
    parts = [f"{counts.expected} expected", f"{counts.present} present"]
    parts += [f"{counts.late} late"] if counts.late else []
    parts += [f"{counts.left_early} left early"] if counts.left_early else []
    parts += [absent_words(counts)]
    parts += [f"{counts.conflicts} with two marks to choose from"] if counts.conflicts else []
    unexpected = counts.extra - counts.walk_ins
    parts += [count(counts.walk_ins, "walk-in")] if counts.walk_ins else []
    parts += [f"{unexpected} not expected but here"] if unexpected else []
    parts += [f"{counts.unmarked} unmarked" if counts.unmarked else "nobody unmarked"]
    sentence = ", ".join(parts) + _head_count(counts, head_count) + "."
    if held:
        sentence += f" {count(held, 'entry', 'entries')} held back {_are(held)} not covered."
    return sentence


def _head_count(counts: Counts, head_count: int | None) -> str:
    if head_count is None:
        return ""
    difference = head_count - counts.in_room
    if difference == 0:
        return f"; head-count {head_count} agrees"
    more = "more" if difference > 0 else "fewer"
    return f"; head-count {head_count} is {abs(difference)} {more} than the marks say"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
