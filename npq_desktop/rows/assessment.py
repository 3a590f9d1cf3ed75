"""What the view Assessment, a person's page and the dialogs of the assessment show."""

from dataclasses import dataclass
from datetime import date, datetime

from npq_desktop.rows.cohort import SumLine


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round, announced or only planned (``start`` None); days are both counted.

    ``words`` is such as "Main round, 5 to 12 July 2027 · opens in 12 days".
    """

    key: str
    title: str
    start: date | None
    end: date | None
    is_set: bool
    called_off: bool
    differs: bool
    results: date | None
    proposed: date | None
    seed_digest: str
    words: str


@dataclass(frozen=True, slots=True)
class StripPart:
    """One part of the strip above the table: a status, and the people whose row says it."""

    key: str
    words: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """A response as it was received; ``flags`` are keys, ``words_said`` what they say."""

    content: str
    name: str
    handed_in: str
    handed_in_at: datetime | None
    words: int | None
    words_all: int | None
    flags: tuple[str, ...]
    counts: bool
    said: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One person in the view of one round, every cell in words.

    ``gate`` is open, override or closed, ``status`` a key, ``part`` that of
    the one part of the strip the person stands in; ``warning`` such as "Was 90%, now
    86.2%. Check this decision.".
    """

    person: str
    name: str
    standing: str
    secured: str
    decision: str
    window: str
    has_own_window: bool
    case_study: str
    response: str
    outcome: str
    status: str
    part: str
    status_words: str
    needs: str
    needs_brief: str
    gate: str
    why: tuple[str, ...]
    why_words: tuple[str, ...]
    warning: str
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """The view of one round: chooser, strip, rows; ``empty`` is said where there is no window.

    ``reminder`` counts down to a window that opens soon, "" otherwise.
    """

    group: str
    rounds: tuple[RoundRow, ...]
    round: str
    threshold: int
    strip: tuple[StripPart, ...]
    rows: tuple[AssessmentRow, ...]
    empty: str
    reminder: str
    settings_note: str
    refusal: str


@dataclass(frozen=True, slots=True)
class DecisionWorkings:
    """What a decision froze: figures and the question that gives them.

    ``sums`` are the figures with what they add up, as they were then.
    """

    as_of: str
    secured: str
    possible: str
    threshold: int | None
    question: str
    words: str
    sums: tuple[SumLine, ...]


@dataclass(frozen=True, slots=True)
class PersonAssessment:
    """One round on a person's page; ``history`` has the newest line last.

    ``content`` says how much online content was finished, which is not part of the percentage.
    """

    row: AssessmentRow
    round: RoundRow
    workings: DecisionWorkings | None
    content: str
    own: tuple[date, date] | None
    own_why: str
    private_reason: str
    responses: tuple[ResponseRow, ...]
    outcome_lines: tuple[str, ...]
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdmitRow:
    """Somebody who may be admitted to a round, with the figures that say so."""

    person: str
    name: str
    secured: str
    words: str


@dataclass(frozen=True, slots=True)
class AdmitOffer:
    """Who meets the percentage now and is not decided on; ``digest`` is what was looked at."""

    round: str
    title: str
    rows: tuple[AdmitRow, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """Somebody on the certificate list; ``missing`` says what they lack, "" where nothing.

    ``round`` is the title of the round that was passed, "" before its results are out.
    """

    person: str
    name: str
    trn: str
    round: str
    missing: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One person in the table of outcomes; texts are "" where nothing is recorded.

    ``in_sample``: a moderator looks at it before an outcome is final.
    """

    person: str
    name: str
    response: str
    marker: str = ""
    marker_outcome: str = ""
    moderator: str = ""
    moderator_outcome: str = ""
    note: str = ""
    hold: str = ""
    outcome: str = ""
    offered: str = ""
    in_sample: bool = False
    differs: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What was typed for one person in the table of outcomes.

    ``reason`` and ``second`` name why and with whom a final outcome is changed.
    """

    person: str
    marker: str = ""
    marker_outcome: str = ""
    moderator: str = ""
    moderator_outcome: str = ""
    note: str = ""
    hold: str = ""
    outcome: str = ""
    reason: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """Who is in the moderation sample of a round; ``population`` is of how many."""

    population: int
    must: tuple[str, ...]
    sample: tuple[str, ...]
    drawn: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was dropped; ``handed_in`` is what the platform says, "" for nothing."""

    name: str
    data: bytes
    handed_in: str = ""


@dataclass(frozen=True, slots=True)
class ReceivingLine:
    """One dropped file before it is recorded; ``person`` is "" where it has to be asked."""

    name: str
    content: str
    size: int
    person: str
    who: str
    candidates: tuple[str, ...]
    words: int | None
    words_all: int | None
    form: str
    handed_in: str
    problem: str
    said: str
    known: bool
    own_work: bool = False
