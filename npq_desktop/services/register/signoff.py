"""Signs a register off: the facilitator's statement, stored with the sentence that was shown.

A sign-off lists the events it is based on. Marks that arrive or change afterwards are shown as
changed since; nothing is locked. Source: journal/FORMAT.md, sections 3 and 4; ui/SCREENS.md.
"""

from collections.abc import Mapping

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import RegisterView, SignoffOffer, unmarked_names
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.marks import mark_of
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.shown import unchanged
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import listed_briefly
from npq_desktop.services.register.register import RegisterService
from npq_desktop.services.register.rows import covered
from npq_desktop.services.register.words import signoff_words


class SignoffService:
    """Offers the sentence of a sign-off and stores it once it is confirmed."""

    def __init__(self, core: Core, *, register: RegisterService) -> None:
        self._core = core
        self._register = register

    def draft(self, group: str, event: str, head_count: int | None = None) -> SignoffOffer:
        """The sign-off as it would be stored now; nothing is written.

        Raises:
            ServiceError: the event did not run.
        """
        self._register.check_ran(group, event)
        view, facts = self._register.view(group, event), self._core.facts.of(group)
        return SignoffOffer(
            words=signoff_words(view.counts, head_count, on_hold=len(facts.state.held)),
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
            raise ServiceError("Nobody has been marked yet, so there is nothing to sign off.")
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
