"""The question that the engine's own command answers: rule, day, people with their items."""

from collections.abc import Iterable, Mapping

from npq_desktop.engagement import Item
from npq_desktop.services.cohort.rows import PersonRows


def question_about(rows: PersonRows, people: Iterable[str]) -> Mapping[str, object]:
    """The question about these people, as of the moment of ``rows``."""
    rule = rows.rule
    components = [{"key": c.key, "weight": c.weight, "minimum": c.minimum} for c in rule.components]
    return {
        "rule": {"threshold": rule.threshold, "components": components},
        "as_of": rows.today.isoformat(),
        "participants": [
            {"id": person, "items": [_as_json(item) for item, _ in rows.items(person)]}
            for person in people
        ],
    }


def _as_json(item: Item) -> Mapping[str, object]:
    """An item as the engine's own command reads it."""
    said: dict[str, object] = {
        "id": item.id,
        "component": item.component,
        "due": item.due,
        "state": item.state.value,
        "minutes": item.minutes,
    }
    for name, credit in (("credit", item.credit), ("low", item.low), ("high", item.high)):
        if credit is not None:
            said[name] = [credit.numerator, credit.denominator]
    return said
