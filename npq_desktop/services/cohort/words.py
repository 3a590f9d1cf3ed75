"""How engagement is said, in every place alike: table, panel, tips, statement, files and commands.

Pure functions from rows to text. Percentages are rounded down to one decimal place, so that 90.0%
never appears below 90; exact fractions belong to :mod:`workings` alone.
Source: engagement/RULES.md, "Output"; ui/SCREENS.md, "Cohort".
"""

from collections.abc import Iterable, Sequence

from npq_desktop.rows.cohort import (
    CohortRow,
    CohortView,
    Flag,
    Needed,
    RowWords,
    Share,
    Snapshot,
    Spare,
    ToSettle,
    Unknown,
    Work,
)
from npq_desktop.services.cohort.item_words import (
    brief_day,
    brief_title,
    duration,
    of_total,
    when,
)
from npq_desktop.services.core.words import count, day, listed

COMPONENT_LABELS = {
    "diagnostic": "Diagnostics",
    "reflective": "Reflections",
    "attendance": "Events",
}
NEED_A_LOOK = ("out_of_reach", "behind", "unresolved")
"""Who needs somebody, the most urgent first."""
ONE_OF = {"diagnostic": "diagnostic", "reflective": "reflection", "attendance": "event"}
_MARK, _SETTLE, _REVIEW = "Mark", "Settle", "Review"
_ACTS = {
    ToSettle.MARK: _MARK,
    ToSettle.REVIEW: _REVIEW,
    ToSettle.CATCH_UP_REVIEW: _REVIEW,
}
"""What a facilitator does about what is not known; disagreements are settled."""
_OF_CATCH_UPS = (ToSettle.CATCH_UPS, ToSettle.CATCH_UP_REVIEW)
_BOTH, _FULL = 2, 1000


def capital(words: str) -> str:
    """The words as they begin a sentence, a chip or a cell."""
    return words[:1].upper() + words[1:]


def percent(figure: str) -> str:
    """A figure of one decimal as it is shown: "53.5%", and "0%" and "100%" without a decimal."""
    return f"{figure.removesuffix('.0') if figure in ('0.0', '100.0') else figure}%"


def span(ends: tuple[Share, Share]) -> str:
    """For example "87.5%", or "87.5% to 100%" where something is not known yet."""
    low, high = (percent(share.percent) for share in ends)
    return low if ends[0].fraction == ends[1].fraction else f"{low} to {high}"


# ---- where somebody is ---------------------------------------------------------------------------


def standings(threshold: int) -> tuple[tuple[str, str], ...]:
    """Every standing with the words of its chip, those who need a look first."""
    return (
        ("out_of_reach", f"cannot reach {threshold}%"),
        ("behind", "behind"),
        ("unresolved", "cannot tell yet"),
        ("on_course", "on track"),
        ("met", f"reached {threshold}%"),
        ("not_started", "nothing due yet"),
    )


def short(standing: str, threshold: int) -> str:
    """The words of a chip, without its number."""
    return dict(standings(threshold)).get(standing, standing.replace("_", " "))


def cell(row: CohortRow) -> str:
    """Where a person is, as a cell of a table says it, for example "on track for 90%"."""
    return {
        "met": f"has reached {row.threshold}%",
        "on_course": f"on track for {row.threshold}%",
        "behind": f"behind, can still reach {row.threshold}%",
        "out_of_reach": f"can no longer reach {row.threshold}%",
        "unresolved": f"cannot tell yet: {unknown(row.unknown)}",
        "not_started": "nothing due yet",
    }.get(row.standing, row.standing)


def sentence(row: CohortRow) -> str:
    """Where a person is, in the sentences that open their page."""
    still = f"Can still reach {row.threshold}%."
    match row.standing:
        case "met":
            met = f"Has reached {row.threshold}%."
            return f"{met} Missing what is still to come would not change this."
        case "on_course":
            return f"On track for {row.threshold}%."
        case "behind":
            return f"{_behind(row)} {still}"
        case "out_of_reach":
            return _out_of_reach(row)
        case "unresolved":
            return f"Cannot tell yet whether on track. {_to_settle(row.unknown)} {still}"
        case "not_started":
            return "Nothing was due so far."
        case _:
            return _set_apart(row)


def note(row: CohortRow) -> str:
    """What a page says below the words of a cell, which these do not repeat; mostly nothing."""
    match row.standing:
        case "met":
            return "Missing what is still to come would not change this." if row.spare else ""
        case "behind":
            return _behind(row) if row.minimum else ""
        case "out_of_reach":
            return capital(_out_of_reach(row).partition(": ")[2])
        case "unresolved":
            return _to_settle(row.unknown)
        case "deferred" | "withdrawn":
            return _set_apart(row)
        case _:
            return ""


def _behind(row: CohortRow) -> str:
    if row.minimum:
        part = ONE_OF.get(row.minimum.key, row.minimum.key)
        so_far = f"{percent(row.minimum.percent)} of those due so far"
        return f"Behind on {part}s: {so_far}, {row.minimum.needed}% needed."
    return f"Behind: {span(row.to_date)} of what was due so far." if row.to_date else "Behind."


def _out_of_reach(row: CohortRow) -> str:
    most = percent(row.possible.percent) if row.possible else "0%"
    if row.minimum:
        part = ONE_OF.get(row.minimum.key, row.minimum.key)
        most = f"{percent(row.minimum.percent)} of the {part}s, {row.minimum.needed}% needed"
    office = "The programme office can say whether anything can be credited."
    return f"Can no longer reach {row.threshold}%: at most {most}. {office}"


def _set_apart(row: CohortRow) -> str:
    first = f" since {brief_day(row.since, row.as_of)}" if row.since else ""
    back = " until they come back" if row.standing == "deferred" else ""
    return f"{capital(row.standing)}{first}. Engagement is not worked out{back}."


# ---- what is not known yet -----------------------------------------------------------------------


def unknown(found: Sequence[Unknown]) -> str:
    """What is not known, by what a facilitator does: "1 mark to make and 2 disagreements …"."""
    acts = [_ACTS.get(each.what, _SETTLE) for each in found]
    settled = [each for each, act in zip(found, acts, strict=True) if act == _SETTLE]
    marks, reviews = acts.count(_MARK), acts.count(_REVIEW)
    said = [f"{count(marks, 'mark')} to make"] if marks else []
    if [each.what for each in settled] == [ToSettle.MARKS]:
        said.append("1 mark to settle")
    elif settled:
        said.append(f"{count(len(settled), 'disagreement')} to settle")
    if reviews:
        said.append(f"{count(reviews, 'piece', 'pieces')} of work to review")
    return listed(said)


def _to_settle(found: Sequence[Unknown]) -> str:
    """One or two with their names and what to do, more of them counted."""
    if len(found) > _BOTH:
        return f"Needed first: {unknown(found)}."
    acts = {_ACTS.get(each.what, _SETTLE) for each in found}
    act = acts.pop() if len(acts) == 1 else _SETTLE
    which = "both" if len(found) == _BOTH else "this"
    return " ".join([*(f"{_unknown(each)}." for each in found), f"{act} {which} first."])


def _unknown(found: Unknown) -> str:
    title = brief_title(found.title)
    return {
        ToSettle.MARK: f"{title} is not marked",
        ToSettle.MARKS: f"{title} has two different marks",
        ToSettle.DECISIONS: f"{title} has two different decisions",
        ToSettle.CATCH_UPS: f"The catch-up for {title} has two different decisions",
        ToSettle.EXEMPTIONS: f"{title} has two different exemptions",
        ToSettle.STATUS: f"Colleagues disagree about the training status at {title}",
        ToSettle.RAN: f"Colleagues disagree whether {title} ran",
        ToSettle.OTHER: f"The catch-up for {title} depends on another disagreement",
        ToSettle.REVIEW: f"{title} waits for review",
        ToSettle.CATCH_UP_REVIEW: f"The catch-up for {title} waits for review",
    }[found.what]


# ---- figures -------------------------------------------------------------------------------------


def so_far(row: CohortRow) -> str:
    """What was done of what was due; "" where nothing was."""
    return span(row.to_date) if row.to_date else ""


def done(row: CohortRow) -> str:
    """How much of the course is done, and what can be reached if that is less than all of it."""
    if row.secured is None or row.possible is None:
        return ""
    said = percent(row.secured.percent)
    return f"{said} · can reach {percent(row.possible.percent)}" if _is_short(row) else said


def figures(row: CohortRow) -> str:
    """The second line about a person: what is done, what was due, what can be reached."""
    if row.secured is None or row.possible is None:
        return ""
    of_course = f"{percent(row.secured.percent)} of the course done"
    due = ""
    if row.to_date and row.standing != "behind":
        everything = row.to_date[0].permille == _FULL
        so_far = "everything that was" if everything else f"{span(row.to_date)} of what was"
        due = f", and {so_far} due so far"
    if row.secured.fraction == row.possible.fraction:
        return f"{of_course}{due}."
    if row.standing == "out_of_reach" and not row.minimum:
        return f"{of_course}{due}."  # the sentence before it says what can be reached at most
    return f"{of_course}{due}. Can reach {percent(row.possible.percent)}."


def bar_sentence(row: CohortRow) -> str:
    """The bar in words, for tips and for reading aloud."""
    if row.secured is None or row.possible is None:
        return "Nothing counts yet."
    said = f"{percent(row.secured.percent)} of the course is done."
    said += f" Can still reach {percent(row.possible.percent)}."
    if row.unknown:
        said += f" Not known yet: {unknown(row.unknown)}."
    return f"{said} {row.threshold}% is needed."


def brief_figures(row: CohortRow) -> str:
    """For example "53.5% done, can reach 87.5%", for a line with other words in it."""
    if row.secured is None or row.possible is None:
        return "nothing counts yet"
    said = f"{percent(row.secured.percent)} done"
    return f"{said}, can reach {percent(row.possible.percent)}" if _is_short(row) else said


def _is_short(row: CohortRow) -> bool:
    return row.possible is not None and row.possible.permille < _FULL


# ---- what can be missed --------------------------------------------------------------------------


def can_miss(row: CohortRow) -> str:
    """How many events can still be missed, for the table; "" where none is to come."""
    if _can_miss_anything(row):
        return "anything still to come"
    events = [spare for spare in row.spare or () if spare.is_event]
    if not events or row.standing == "out_of_reach":
        return ""
    [spare, *_] = events
    if not spare.number:
        return f"no event{_late(spare)}"
    return _spare(spare)


def can_miss_each(row: CohortRow) -> str:
    """All that can still be missed, joined by "or"; one excludes the others."""
    if _can_miss_anything(row):
        return "anything still to come"
    if not row.spare or row.standing == "out_of_reach":
        return ""
    return " or ".join(_spare(spare) for spare in row.spare if spare.number) or "nothing"


def can_miss_sentence(row: CohortRow) -> str:
    """The third line about a person."""
    said = can_miss_each(row)
    either = "either " if " or " in said else ""
    return f"Can still miss {either}{said}." if said else ""


def can_miss_hint(threshold: int) -> str:
    """What the number of events in the table means."""
    return f"How many events can be missed and still reach {threshold}%, if nothing else is missed"


def can_miss_lines(row: CohortRow) -> tuple[tuple[str, str], ...]:
    """A line for each component: "either 1 event", then "or 2 diagnostics"; what is known of it.

    What cannot be missed at all comes last: "no reflection".
    """
    if _can_miss_anything(row) or not row.spare or row.standing == "out_of_reach":
        return ()
    ordered = sorted(row.spare, key=lambda spare: (not spare.number, not spare.is_event))
    ways = sum(1 for spare in ordered if spare.number)
    firsts = ("either ", *["or "] * len(ordered)) if ways > 1 else ("",) * len(ordered)
    return tuple(
        (
            f"{first}{_some(spare.key, spare.number)}"
            if spare.number
            else f"no {ONE_OF.get(spare.key, spare.key)}",
            ", ".join(filter(None, (f"of the {spare.still} open", _late(spare).strip(" ()")))),
        )
        for first, spare in zip(firsts, ordered, strict=False)
    )


def _can_miss_anything(row: CohortRow) -> bool:
    return row.standing == "met" and bool(row.spare)


def _spare(spare: Spare) -> str:
    return f"{_some(spare.key, spare.number)}{_late(spare)}"


def _late(spare: Spare) -> str:
    how = "missed" if spare.is_event else "late"
    return f" ({spare.late} {how} already)" if spare.late else ""


def _some(key: str, number: int) -> str:
    return count(number, ONE_OF.get(key, key))


# ---- the shortest route --------------------------------------------------------------------------


def route(row: CohortRow) -> str:
    """The least work that reaches the percentage, counted by part since parts weigh differently."""
    if row.route is None:
        if row.standing == "out_of_reach":
            return _out_of_reach(row)
        return f"Needed first: {unknown(row.unknown)}." if row.unknown else ""
    said = [_work(each) for each in row.route.work]
    if not said and not row.route.to_come:
        return f"Nothing more is needed for {row.threshold}%."
    coming = _to_come(row.route.to_come, is_everything=row.route.is_everything)
    if said and coming:
        return f"{capital(', '.join(said))}, and then {coming}."
    return f"{capital(listed(said) or coming)}."


def route_sentence(row: CohortRow) -> str:
    """The fourth line about a person; "" where the first has said it."""
    said = "" if row.standing == "out_of_reach" else route(row)
    if row.route is None or not (row.route.work or row.route.to_come):
        return said
    first = said if row.route.work else _lower(said)
    return f"Shortest route to {row.threshold}%: {first}"


def _work(work: Work) -> str:
    title = brief_title(work.title)
    what = f"the catch-up for {title}" if work.is_catch_up else title
    return f"{what} ({duration(work.minutes)})"


def _to_come(parts: Sequence[Needed], *, is_everything: bool) -> str:
    if not parts:
        return ""
    if is_everything:
        return "everything still to come"
    ordered = sorted(parts, key=lambda part: not part.is_event)
    return f"{listed(map(_needed, ordered))} still to come"


def _needed(part: Needed) -> str:
    one = ONE_OF.get(part.key, part.key)
    if part.number < part.still:
        return f"{part.number} of the {part.still} {one}s"
    if part.still == 1:
        return f"the last {one}"
    return f"both {one}s" if part.still == _BOTH else f"all {part.still} {one}s"


def lines(row: CohortRow) -> tuple[str, ...]:
    """The four lines about a person; one that has nothing to say is left out."""
    said = (sentence(row), figures(row), can_miss_sentence(row), route_sentence(row))
    return tuple(filter(None, said))


# ---- the rest of the table -----------------------------------------------------------------------


def next_due(row: CohortRow) -> str:
    """What to do first for a person whose engagement cannot be told, else what is due next."""
    if row.standing == "unresolved" and row.unknown:
        first = row.unknown[0]
        act, title = _ACTS.get(first.what, _SETTLE), brief_title(first.title)
        return f"{act} catch-up for {title}" if first.what in _OF_CATCH_UPS else f"{act} {title}"
    if row.next_due is None:
        return ""
    return f"{brief_title(row.next_due.title)}, {when(row.next_due.day, row.as_of)}"


def flags(row: CohortRow) -> tuple[str, ...]:
    """What to look at in a person's records."""
    details = f"details to settle: {', '.join(row.disagreeing)}"
    said = {
        Flag.DETAILS: details,
        Flag.MARKS: "marks to settle",
        Flag.DECISIONS: "decisions to settle",
        Flag.EXEMPTIONS: "exemptions to settle",
        Flag.NOT_MARKED: "not marked",
        Flag.CATCH_UP: "catch-up",
        Flag.STATUS: "training status to settle",
    }
    return tuple(said[flag] for flag in row.flags)


def in_files(row: CohortRow) -> RowWords:
    """What a saved table says about a person."""
    return RowWords(
        on_track=cell(row),
        can_miss=can_miss_each(row),
        route=route(row),
        next_due=next_due(row),
        flags=" | ".join(flags(row)),
        components=tuple(map(of_total, row.components)),
    )


# ---- the whole group -----------------------------------------------------------------------------


def glance(view: CohortView) -> str:
    """How many are well on their way, and how many need a look."""
    counted = [row for row in view.rows if row.standing not in ("deferred", "withdrawn")]
    well = sum(row.standing in ("on_course", "met") for row in counted)
    look = sum(row.standing in NEED_A_LOOK for row in counted)
    said = f"{well} of {len(counted)} are on track for {view.threshold}% or have reached it."
    return f"{said} {look or 'Nobody'} {'need' if look > 1 else 'needs'} a look."


def look(row: CohortRow) -> str:
    """Why a person needs a look, at a glance."""
    if row.standing == "out_of_reach" and row.possible and not row.minimum:
        return f"at most {percent(row.possible.percent)}"
    if row.standing == "unresolved":
        return f"{_lower(next_due(row))} first"
    return f"{so_far(row)} so far" if row.to_date else cell(row)


def spread(counts: Iterable[tuple[int, int, int]]) -> str:
    """How people are spread: (from, to, number), percentages of what was due so far."""
    said = [f"{number} at {low}% to {high}%" for low, high, number in counts if number]
    done_of = "How much of what was due so far people have done"
    return f"{done_of}: {', '.join(said) or 'nothing due yet'}."


def history(snapshots: Sequence[Snapshot]) -> str:
    """What was done of what was due at each signed-off event; "" where nothing was due yet."""
    if not any(each.to_date for each in snapshots):
        return ""
    said = [
        f"{day(each.day)} {span(each.to_date) if each.to_date else 'nothing due'}"
        for each in snapshots
    ]
    return f"Done of what was due, at each signed-off event: {', '.join(said)}." if said else ""


def trying(tried: CohortRow, recorded: CohortRow) -> str:
    """What trying out comes to, beside what is recorded."""
    return f"{cell(tried)}. As recorded: {cell(recorded)}."


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
