"""Works a frozen question out again, so that a decision can be followed for ever.

Nothing recorded since matters: titles are the programme's, all else stands in the question.
"""

from datetime import date

from npq_desktop.engagement import EngagementInputError, Item, ItemState, evaluate, read_document
from npq_desktop.programme import Programme
from npq_desktop.rows.cohort import ItemLine, SumLine
from npq_desktop.services.cohort import workings
from npq_desktop.services.core.worth.disputed import Worth

_STATES = {
    ItemState.EARNED: "done",
    ItemState.PART: "done in part",
    ItemState.OPEN: "still to come",
    ItemState.LOST: "missed",
    ItemState.UNKNOWN: "not known then",
    ItemState.EXCUSED: "exempt",
}


def frozen_sums(programme: Programme, question: str) -> tuple[SumLine, ...]:
    """Every figure of a frozen question with its sum; nothing where it cannot be read."""
    try:
        asked = read_document(question)
    except EngagementInputError:
        return ()
    if len(asked.participants) != 1:
        return ()
    [person] = asked.participants
    result = evaluate(asked.rule, asked.as_of, person)
    titles = {item.key: item.title for item in programme.items}
    items = tuple((item, Worth(item.state, _STATES[item.state])) for item in person.items)
    lines = [_line(titles, item) for item in person.items]
    as_of = date.fromisoformat(asked.as_of)
    return workings.sums(result, asked.rule, items, lines, as_of)


def _line(titles: dict[str, str], item: Item) -> ItemLine:
    return ItemLine(
        item=item.id,
        title=titles.get(item.id, item.id),
        component=item.component,
        due=date.fromisoformat(item.due) if item.due else None,
        state=item.state.value,
        words=_STATES[item.state],
        worth=workings.worth_of(item),
        minutes=item.minutes,
    )
