"""The shared engagement engine: who has met the bar, who still can, and the least that gets there.

Standard library only; no files, clock, database or window. Ask it in Python (:func:`evaluate`), in
JSON-like objects (:func:`evaluate_document`), or as ``python -m npq_desktop.engagement``. Other
implementations check themselves against ``resources/conformance/engagement.json``.

Source: engagement/RULES.md.
"""

from npq_desktop.engagement.documents import (
    document_from,
    evaluate_document,
    read_document,
    results_to_json,
)
from npq_desktop.engagement.errors import EngagementInputError
from npq_desktop.engagement.evaluation import evaluate
from npq_desktop.engagement.model import Component, Document, Item, ItemState, Participant, Rule
from npq_desktop.engagement.results import (
    ComponentResult,
    Figure,
    Plan,
    Range,
    Result,
    Standing,
)

__all__ = [
    "Component",
    "ComponentResult",
    "Document",
    "EngagementInputError",
    "Figure",
    "Item",
    "ItemState",
    "Participant",
    "Plan",
    "Range",
    "Result",
    "Rule",
    "Standing",
    "document_from",
    "evaluate",
    "evaluate_document",
    "read_document",
    "results_to_json",
]
