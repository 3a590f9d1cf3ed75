"""Whether the program and the independent reader say the same of one group."""

from stories.independent.admission import judge

from npq_desktop.journal.state import State, digest


def program_says(state: State) -> dict:
    """Admitted ids, held reasons, heads, values and digest, as the program computes them."""
    held = {event: held.reason.name for event, held in state.held.items()}
    cells = list(state.cells())
    return {
        "admitted": set(state.events) - set(held),
        "held": held,
        "heads": {cell: frozenset(state.heads(cell)) for cell in cells},
        "values": {cell: [value.event.id for value in state.values(cell)] for cell in cells},
        "disagreeing": {cell for cell in cells if state.conflict(cell)},
        "digest": digest(state),
    }


def reader_says(events) -> dict:
    """The same of the independent reader."""
    judgement = judge(events)
    cells = judgement.cells
    return {
        "admitted": judgement.admitted,
        "held": judgement.held,
        "heads": {cell: frozenset(cells.heads(cell)) for cell in cells.writers},
        "values": {cell: cells.values(cell) for cell in cells.writers},
        "disagreeing": {cell for cell in cells.writers if cells.disagrees(cell)},
        "digest": judgement.digest,
    }
