"""The columns of the view Assessment, and how a status looks."""

from collections.abc import Mapping

from npq_desktop.rows.assessment import AssessmentRow
from npq_desktop.services.cohort.words import capital
from npq_desktop.services.office.assessment.words import STATUS_WORDS
from npq_desktop.ui.kit.lists.tables import Column
from npq_desktop.ui.office.office_table import NAME, STATUS, RowLook

STATUS_LOOKS: Mapping[str, RowLook] = {
    "called_off": RowLook("struck"),
    "differs": RowLook("question", "violet", heavy=True),
    "passed": RowLook("saved", "ok"),
    "failed": RowLook("failed", "danger", heavy=True),
    "marked": RowLook("review"),
    "apart": RowLook("pause"),
    "received": RowLook("inbox", "ok"),
    "deferred": RowLook("forward"),
    "refused": RowLook("struck"),
    "undecided": RowLook("ring"),
    "admitted": RowLook("forward", "ok"),
    "sitting": RowLook("late"),
    "missing": RowLook("warning", "warn", heavy=True),
}
GIVING_WAY = ("case_study", "window", "outcome", "secured", "response", "needs", "decision")


def look_of(row: AssessmentRow) -> RowLook:
    """How a person of the view is painted; a decision to check needs a look as well."""
    found = STATUS_LOOKS.get(row.status, RowLook("question"))
    if row.warning:
        return RowLook("warning", "warn", heavy=True)
    return found


def told(row: AssessmentRow) -> str:
    """A person of the view as a sentence, for a screen reader."""
    parts = (
        row.name,
        status_text(row),
        row.decision,
        f"window {row.window}" if row.window else "",
        row.case_study,
        row.response,
        row.outcome,
        row.needs,
    )
    return ", ".join(dict.fromkeys(part.rstrip(".") for part in parts if part)) + "."


def status_text(row: AssessmentRow) -> str:
    """What the column of the status says."""
    return row.warning or row.status_words


def decision_text(row: AssessmentRow) -> str:
    """What the column of the decision says: nothing the status beside it has said already."""
    if row.decision == STATUS_WORDS["undecided"]:
        return ""
    return capital(row.decision.removeprefix(row.status_words).strip())


COLUMNS: tuple[Column[AssessmentRow], ...] = (
    Column(NAME, "Name", lambda row: row.name, told=told),
    Column(
        "secured",
        "Course done",
        lambda row: row.secured,
        hint="How much of the course is done",
    ),
    Column(STATUS, "Status", status_text),
    Column("decision", "Decision", decision_text),
    Column("window", "Own window", lambda row: row.window if row.has_own_window else ""),
    Column("case_study", "Case study", lambda row: row.case_study),
    Column("response", "Response", lambda row: row.response),
    Column("outcome", "Outcome", lambda row: row.outcome),
    Column("needs", "What they need", lambda row: row.needs_brief),
)
"""What each person needs comes last, and takes the room that is over."""
