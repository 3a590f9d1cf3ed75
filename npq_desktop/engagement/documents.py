"""Whole documents: question in, answer out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npq_desktop.engagement.evaluation import evaluate
from npq_desktop.engagement.reading import document_from
from npq_desktop.engagement.writing import results_to_json

if TYPE_CHECKING:
    from npq_desktop.engagement.model import Document


def evaluate_document(raw: object) -> dict[str, object]:
    """Return the answer to ``raw``, both as the objects and lists ``json`` reads and writes.

    Raises: EngagementInputError naming participant, item and field; then nothing was calculated.
    """
    return answer(document_from(raw))


def answer(document: Document) -> dict[str, object]:
    """Return the answer to ``document`` as the objects and lists that ``json`` writes."""
    rule, as_of = document.rule, document.as_of
    return results_to_json(evaluate(rule, as_of, person) for person in document.participants)
