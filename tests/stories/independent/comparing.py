"""Whether the program and the independent reader say the same of one group."""

from stories.independent.admission import judge

from npq_desktop.journal.held import Reason
from npq_desktop.journal.state import State

WORDS = {
    Reason.NOT_UNDERSTOOD: "not understood",
    Reason.CONTENT_MISSING: "payload missing",
    Reason.ERASED: "erased",
    Reason.WAITING: "waiting",
    Reason.UNKNOWN_LAPTOP: "unknown key",
    Reason.WRONG_NAME: "actor",
    Reason.ROLE: "role",
    Reason.REVOKED: "revoked",
    Reason.JOIN_USED_TWICE: "two joins",
    Reason.INVITATION_WITHDRAWN: "withdrawn",
}


def program_says(state: State) -> dict:
    """Admitted ids, held reasons and heads, as the program computes them."""
    held = {event: WORDS[held.reason] for event, held in state.held.items()}
    heads = {cell: frozenset(state.heads(cell)) for cell in state.cells()}
    return {"admitted": set(state.events) - set(held), "held": held, "heads": heads}


def reader_says(events) -> dict:
    """The same of the independent reader."""
    judgement = judge(events)
    return {
        "admitted": set(judgement.admitted),
        "held": judgement.held,
        "heads": judgement.heads,
    }
