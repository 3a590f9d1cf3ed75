"""Values for the parameters of functions that write sentences: with 0, 1, 2 and many of each.

``samples(function)`` yields the arguments of enough calls to show each sample of each parameter
once; a parameter of a type that is not known here raises, so that a new one gets samples.
"""

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from npq_desktop.journal.kinds.authority import InviteFact, MemberFact
from npq_desktop.journal.kinds.fact import Source
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows import cohort, outgoing, register, review
from npq_desktop.services.office.assessment.facts import DecisionFacts
from npq_desktop.services.office.assessment.words import MISSING_WORDS, WHY_WORDS
from npq_desktop.services.office.heads import LiveHead, LiveHeads
from npq_desktop.services.office.rules.gate import Gate

NUMBERS = (0, 1, 2, 25)
NAMES = ("Éloïse Dupont", "Dev Patel", "Siân Ó Brien", "Li")
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 16, 20, tzinfo=UTC)
THEN = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
SENTENCE = "Nothing was changed."

STRINGS: Mapping[str, Sequence[str]] = {
    "label": ("Diagnostics",),
    "part": ("", "40%"),
    "points": ("30 × 2 ⁄ 6",),
    "equation": ("30 × 2 ⁄ 6 = 10%",),
    "low": ("10 = 10%",),
    "high": ("20 = 20%",),
    "reason": ("", "transfer from another provider"),
    "shown": ("53.5",),
    "status": ("active", "deferred", "withdrawn"),
    "sum_words": ("30 + 10",),
    "before": ("Ash Primary",),
    "column": ("Seminar 4",),
    "fact": ("present", "handed in"),
    "now": ("Elm Primary",),
    "names": ("essay.docx, plan.docx",),
    "message": (SENTENCE,),
    "source": ("Moodle 3 March",),
    "system": ("Moodle",),
    "task": ("", "Reflection 1"),
    "urn": ("190026",),
    "when": ("3 March 2026, 13:30–16:30",),
    "amendment": ("came in at the break",),
    "aside": ("", SENTENCE),
    "at_home": (SENTENCE,),
    "chip": ("Live · Leeds hub",),
    "changes": ("2 marks by Sam",),
    "detail": ("", "present"),
    "limit": ("", ", does not count (beyond the limit)"),
    "note": ("guest from Group 08",),
    "ask": ("Sam",),
    "backups": (SENTENCE,),
    "beyond": (SENTENCE,),
    "decision": ("accepted", "returned"),
    "device": ("Sam's laptop", "paper"),
    "event": ("Seminar 4",),
    "figure": ("53.5", "0.0", "100.0"),
    "file_name": ("Group 07.npqsync",),
    "folder": ("damaged 2026-03-03",),
    "group": ("Group 07",),
    "day": ("29 November 2028",),
    "host": ("hub.leeds.example",),
    "hub": ("Leeds hub",),
    "held": (SENTENCE,),
    "holds": ("Group 07 (25 participants, 469 changes)",),
    "joint": ("or",),
    "kind": ("mark.set", "review.add", "note.add", "task.submit"),
    "laptop": ("Sam Okafor (Sam's laptop)",),
    "made": ("25 November 2026 14:05",),
    "many": ("people",),
    "mark": ("present", "late 12 min"),
    "odd": ("", "Colleagues disagree whether it ran."),
    "one": ("mark",),
    "place": ("", "Fernhill Teaching Hub"),
    "rule": ("yes, on the PP50 list",),
    "repaired": ("", "The catch-up for Seminar 3 counts."),
    "route": ("file", "shared folder", "hub", "invitation"),
    "seen": ("", "yesterday 14:05"),
    "standing": ("met", "on_course", "behind", "out_of_reach", "not_started", "deferred"),
    "state": ("open", "withdrawn", "contested"),
    "text": ("Good.",),
    "title": ("Seminar 4: Classroom practice", "Group 07"),
    "to": ("Seminar 5",),
    "until": ("This group was to be kept until 3 March 2026. That day is over.",),
    "verb": ("exempt or credit",),
    "what": ("Read the slides",),
    "where": ("in this group",),
    "why": (SENTENCE,),
    "words": ("on track",),
}
"""By the parameter's name; the name of a person where it is not here."""


def share(percent: str) -> cohort.Share:
    return cohort.Share(str(Fraction(percent)), percent, int(float(percent) * 10))


def spare(number: int, late: int = 0, key: str = "attendance") -> cohort.Spare:
    return cohort.Spare(key, number, 4, late, is_event=key == "attendance")


def cohort_rows() -> list[cohort.CohortRow]:
    """Somebody of each standing, with the figures that go with it."""
    common = {
        "person": "p1", "name": NAMES[0], "sort_name": "dupont", "school": "Elm Grove",
        "as_of": TODAY, "threshold": 90, "flags": tuple(cohort.Flag),
        "components": (component(0), component(1)), "disagreeing": ("school",),
    }  # fmt: skip
    route = cohort.Route(
        (cohort.Work("Diagnostic 3", 30, False), cohort.Work("Seminar 3: Curriculum", 60, True)),
        (cohort.Needed("attendance", 4, 4, True), cohort.Needed("reflective", 1, 4, False)),
        is_everything=False,
    )
    spares = (spare(2, 1, "diagnostic"), spare(1), spare(0, 0, "reflective"))
    halves = {"secured": share("53.5"), "possible": share("100.0"), "spare": spares}
    behind = {**halves, "to_date": (share("70.0"), share("80.5")), "route": route}
    minimum = cohort.Minimum("attendance", "80.0", 90)
    coming = cohort.NextDue("Reflection 4", date(2026, 12, 3))
    makes: list[dict[str, Any]] = [
        {"standing": "met", **halves},
        {"standing": "on_course", **halves, "to_date": (share("100.0"),) * 2, "next_due": coming},
        {"standing": "behind", **behind},
        {"standing": "behind", **behind, "minimum": minimum},
        {"standing": "out_of_reach", **halves, "possible": share("87.5"), "spare": None},
        {"standing": "out_of_reach", **halves, "minimum": minimum},
        {"standing": "not_started", "secured": share("0.0"), "possible": share("100.0")},
        {"standing": "deferred", "since": date(2026, 3, 3)},
        {"standing": "withdrawn"},
    ]
    makes += [
        {"standing": "unresolved", **halves, "unknown": each} for each in SAMPLES[UNKNOWNS] if each
    ]
    return [cohort.CohortRow(**common, **each) for each in makes]


def component(unknown: int) -> cohort.ComponentCell:
    low = Fraction(23, 4)
    return cohort.ComponentCell("attendance", "Events", low, low + unknown, 8, unknown, 718)


def item_lines() -> list[cohort.ItemLine]:
    line = ("Seminar 3: Curriculum", "attendance", date(2026, 12, 3))
    return [
        cohort.ItemLine("s3", *line, "open", "to come", (Fraction(0), Fraction(1))),
        cohort.ItemLine("s3", *line, "open", "absent", minutes=75, is_event=True),
        cohort.ItemLine("s3", *line, "earned", "attended", (Fraction(1), Fraction(1))),
        cohort.ItemLine("d1", "Diagnostic 1", "diagnostic", None, "excused", "exempt"),
    ]


def candidate(who: str = "Sam") -> register.Candidate:
    return register.Candidate("h1", "present", who, f"{who}'s laptop", THEN, NOW)


def queue_rows() -> list[review.QueueRow]:
    work = review.WorkId("p", "m3.reflective")
    return [
        review.QueueRow(
            work, NAMES[0], "Reflection 3", "m3", "reflective", state, THEN, 1412, has_draft,
            "dupont", NOW, attempts=attempts, late=has_draft, aside=aside, due=due,
        )
        for state, has_draft, attempts, aside, due in zip(
            review.ReviewState,
            (True, False) * 9,
            (1, 2, 3, 11) * 9,
            (None, "", "second look") * 9,
            (None, date(2026, 11, 22)) * 9,
            strict=False,
        )
    ]  # fmt: skip


def attempts() -> list[review.Attempt]:
    unseen = (("tracked", 1), ("comments", 1), ("pictures", 2), ("pages", 1), ("pages_all", 3))
    return [
        review.Attempt("c1", "essay.docx", "Some words.", 2, THEN, "on Sam's laptop"),
        review.Attempt("c1", "", "Words.", 1, None, "", NOW, words_all=25, unseen=unseen),
    ]


def digests() -> list[review.Digest]:
    return [
        review.Digest(
            "Seminar 4", *((THEN, NOW) if n else (None, None)), "Fernhill", 25,
            "Diagnostic 3", NAMES[:n], n, NOW if n else None, "Reflection 3",
            NAMES[:n], NAMES[:n], NAMES[:n], (("Li", "A passage."),) * n,
        )
        for n in (0, 1, 4)
    ]  # fmt: skip


def sent(reached: int, confirmed: int) -> outgoing.SentTo:
    when = THEN if reached else None
    return outgoing.SentTo("k", "Sam", "Sam's laptop", reached, confirmed, 1, when, "file", NOW)


def outgoings() -> list[outgoing.Outgoing]:
    return [
        outgoing.Outgoing(0, (), None, "", 0),
        outgoing.Outgoing(6, (), None, "", 0),
        outgoing.Outgoing(6, (sent(5, 0),), THEN, "file", 5),
        outgoing.Outgoing(6, (sent(6, 0),), NOW, "shared folder", 6),
        outgoing.Outgoing(6, (sent(6, 6),), NOW, "file", 6),
    ]


def counts(number: int) -> register.Counts:
    return register.Counts(
        expected=number * 6, present=number, late=number, left_early=number, absent=number,
        unmarked=number, conflicts=number, not_expected=number, extra=number * 2,
        walk_ins=number, head_count=number,
    )  # fmt: skip


def signoffs(number: int) -> list[register.SignoffRow]:
    changed = tuple(f"{each} marks by Sam" for each in range(2, number + 2))
    return [register.SignoffRow("Sam", THEN, "All.", changed, changed)]


def decision(*heads: Mapping[str, object]) -> DecisionFacts:
    source = Source("e", "m", "k", "2026-03-03T14:05:00+00:00", NOW, "file")
    return DecisionFacts(LiveHeads(tuple(LiveHead("h", head, source) for head in heads)))


def decisions() -> list[DecisionFacts]:
    """One of each kind, and two that differ."""
    more = {"reason": "Asked to wait", "approved_by": "Dana Reed", "to": "r2"}
    more["given"] = "2026-03-03T14:05:00+00:00"
    kinds = [{"eligible": each, **more} for each in ("yes", "no", "override", "deferred", None)]
    return [*map(decision, kinds), decision(kinds[0], kinds[1])]


def member(*, revoked: bool) -> MemberFact:
    return MemberFact(
        "k",
        "age1",
        "m",
        "Sam Okafor",
        "Sam's laptop",
        "facilitator",
        1,
        "r",
        revoked,
        "",
        "Sam Okafor",
        NOW,
    )


def person(**fields: str) -> PersonFact:
    return PersonFact("p1", {"name": NAMES[2], **fields}, {}, None, erased=not fields)


NEVER_EMPTY = {
    "also_on_lines", "brings", "choose_a_group", "columns_not_read", "confirmed_by", "counted",
    "different_details", "files_refused", "files_say", "foreign_files", "laptops_removed",
    "leaders_left_out", "no_such_event", "nobodys_work", "on_other_lines", "openers",
    "other_laptops_erase", "set_aside", "whole_days_left_out", "whole_file",
}  # fmt: skip
"""Functions that nobody calls without a name or a number to list."""
_CATCH_UPS = ("agreed", "handed_in", "returned", "accepted")
OF_ONE: Mapping[tuple[str, str], Sequence[Any]] = {
    ("differs_words", "differs"): ((), ("window",), ("own", "decision", "outcome")),
    ("missing_words", "missing"): ((), ("no_trn",), tuple(MISSING_WORDS)),
    ("files_refused", "reason"): ("is larger than 25 MB",),
    ("which_was_meant", "laptops"): (2, 3),
    ("catch_up_in_row", "state"): _CATCH_UPS,
    ("catch_up_state", "state"): _CATCH_UPS,
}
"""By function and parameter, where others cannot be."""
UNKNOWNS = Sequence[cohort.Unknown]
REVIEWS = Sequence[review.ReviewRow]
SAMPLES: dict[Any, Sequence[Any]] = {
    bool: (False, True),
    int: NUMBERS,
    object: ("unknown", 0, 219_000, 2_200_000),
    date: (TODAY, date(2025, 12, 3)),
    datetime: (THEN, NOW),
    tzinfo: (UTC,),
    Path: (Path("npq.db"),),
    Fraction: (Fraction(0), Fraction(23, 4), Fraction(2, 7), Fraction(1, 3)),
    Mapping[str, int]: ({}, {"mark.set": 1, "review.add": 2, "future.kind": 25}),
    Mapping[str, Any]: ({"state": "present"}, {"decision": "accepted", "text": "Good."}),
    Mapping[register.MarkState, int]: (
        {},
        {register.MarkState.PRESENT: 1},
        {register.MarkState.PRESENT: 25, register.MarkState.LATE: 2},
    ),
    Iterable[PersonFact]: ([person(), person(school="Ash"), person(school="Elm")],),
    Iterable[outgoing.SentTo]: ([sent(1, 0)], [sent(1, 0), sent(2, 1)]),
    Sequence[outgoing.SentTo]: ([sent(6, 6)], [sent(0, 0), sent(25, 1)], [sent(25, 1)]),
    Iterable[tuple[int, int, int]]: ([], [(80, 90, 1), (90, 100, 24)]),
    Iterable[tuple[str, int, int]]: ([], [("Group 07", 1, 1)], [("Group 07", 25, 469)] * 4),
    Sequence[tuple[str, bool]]: ([("Diagnostic 4", True)], [("Seminar 4: B", False)] * 2),
    Sequence[cohort.Snapshot]: (
        [],
        [cohort.Snapshot("Seminar 1", TODAY, None)] * 2,
        [cohort.Snapshot("Seminar 2", TODAY, (share("87.5"), share("100.0")))],
    ),
    UNKNOWNS: (
        (),
        *(((cohort.Unknown("Seminar 3: Curriculum", what)),) for what in cohort.ToSettle),
        (cohort.Unknown("Seminar 3: A", cohort.ToSettle.MARKS),) * 2,
        tuple(cohort.Unknown("Reflection 3", what) for what in cohort.ToSettle),
    ),
    Sequence[register.SignoffRow]: tuple(signoffs(n) for n in (0, 1, 2)),
    Sequence[review.QueueRow]: ([queue_rows()[0]], [queue_rows()[1]], queue_rows()),
    REVIEWS: (
        [],
        [review.ReviewRow("returned", "Once more.", candidate(), TODAY)],
        [
            review.ReviewRow("returned", "", candidate()),
            review.ReviewRow("accepted", "Good.", candidate("Noor")),
        ],
    ),
    tuple[str, str]: (("present", "absent"), (NAMES[0], NAMES[1])),
    tuple[cohort.Share, cohort.Share]: (
        (share("53.5"), share("53.5")),
        (share("0.0"), share("100.0")),
    ),
    tuple[datetime, Sequence[str]]: ((THEN, ()), (NOW, ("Sam (Sam's laptop)",))),
    cohort.CohortView: (
        cohort.CohortView("g", "Group 07", TODAY, 90, (), {}),
        cohort.CohortView("g", "Group 07", TODAY, 90, (), {"on_course": 1, "behind": 24}),
    ),
    cohort.ComponentCell: (component(0), component(1), component(2)),
    cohort.ItemLine: item_lines(),
    outgoing.Outgoing: outgoings(),
    outgoing.SentTo: (sent(0, 0), sent(5, 1), sent(25, 0)),
    InviteFact: (InviteFact("i", "m", "Noor", "facilitator", "age1", "open"),),
    MemberFact: (member(revoked=False), member(revoked=True)),
    PersonFact: (person(), person(known_as="Sian"), person(trn="1234567", email="s@example.org")),
    register.Counts: tuple(counts(n) for n in NUMBERS),
    review.AcceptEffect: (
        review.AcceptEffect("Reflection 3", "50.7", "53.5", "50.7"),
        review.AcceptEffect("Reflection 3", "53.5", "53.5", "50.7"),
        review.AcceptEffect("Reflection 3", None, None, None),
    ),
    DecisionFacts: decisions(),
    Gate: (Gate("open", ()), Gate("closed", tuple(WHY_WORDS))),
    review.Attempt: attempts(),
    review.Digest: digests(),
    review.PlansOutstanding: tuple(
        review.PlansOutstanding(NAMES[:n], NAMES[: 4 - n], nobody_began=n == 1) for n in (0, 1, 4)
    ),
    review.Progress: (review.Progress(0, 0, 0, 0), review.Progress(9, 38, 29, 1)),
    review.QueueRow: queue_rows(),
    review.ReviewRow: (),
    review.ReviewState: tuple(review.ReviewState),
}
SAMPLES[cohort.CohortRow] = cohort_rows()
SAMPLES[review.ReviewRow] = SAMPLES[REVIEWS][2]
_NAMES_OF = (Sequence[str], Iterable[str])


def _values(name: str, kind: Any) -> Sequence[Any]:
    if kind is str:
        return STRINGS.get(name, (NAMES[0],))
    if kind in _NAMES_OF:
        return [NAMES[:n] for n in (0, 1, 2, 4)]
    if isinstance(kind, types.UnionType):
        parts = typing.get_args(kind)
        none = [None] if type(None) in parts else []
        kinds = [part for part in parts if part is not type(None)]
        return [*none, *(value for part in kinds for value in _values(name, part))]
    if kind is Any:
        return ["present"]
    return SAMPLES.get(kind) or _made(name, kind)


def _made(name: str, kind: Any) -> Sequence[Any]:
    """Values of a type made of others: an enum, a record, a few in a row, one by the other."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and parts[-1] is not Ellipsis:
        return _in_step({str(at): _values(name, part) for at, part in enumerate(parts)}, _tuple)
    if origin in (tuple, list, Sequence, Iterable):
        every = list(_values(name, parts[0]))
        return [every[:n] for n in (0, 1, 2, len(every))]
    if origin in (dict, Mapping):
        return [{}, dict(zip(_values("", parts[0]), _values(name, parts[1]), strict=False))]
    if origin is typing.Literal:
        return parts
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)
    if not is_dataclass(kind):
        raise NoSamplesError(f"give samples for {kind}")
    hints = typing.get_type_hints(kind)
    return _in_step(
        {each.name: _values(each.name, hints[each.name]) for each in fields(kind)}, kind
    )


class NoSamplesError(Exception):
    """A type of which no values are known here."""


def _tuple(**parts: Any) -> tuple[Any, ...]:
    return tuple(parts.values())


def _in_step(values: Mapping[str, Sequence[Any]], make: Callable[..., Any]) -> list[Any]:
    """One made of the first of each, one of the second of each, to the end of the longest."""
    most = max((len(each) for each in values.values()), default=1)
    return [
        make(**{name: each[number % len(each)] for name, each in values.items()})
        for number in range(most)
    ]


def samples(function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """Arguments of calls in which each sample of each parameter occurs."""
    hints = typing.get_type_hints(function)
    own = function.__name__
    each = {
        name: OF_ONE.get((own, name)) or _values(name, hints[name])
        for name in inspect.signature(function).parameters
    }
    if own in NEVER_EMPTY:
        each = {
            name: values if isinstance(values[0], int | str) else [v for v in values if v]
            for name, values in each.items()
        }
    yield from _in_step(each, dict)


def texts(said: object) -> Iterator[str]:
    """Every text in what such a function returned."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        yield from texts(list(said.values()))
    elif isinstance(said, Iterable):
        for part in said:
            yield from texts(part)
    elif hasattr(said, "__slots__"):
        for name in said.__slots__:
            yield from texts(getattr(said, name))
