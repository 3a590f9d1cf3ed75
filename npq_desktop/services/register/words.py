"""How the state of a register is said: counts, sign-offs, headcounts, what has changed since."""

from collections.abc import Sequence

from npq_desktop.rows.register import Counts, SignoffRow
from npq_desktop.services.core.words import clock_time, day, listed, listed_briefly

COUNT_WORDS = {
    "present": "present",
    "late": "late",
    "left_early": "early",
    "absent": "absent",
    "conflicts": "to settle",
}


def marked_words(counts: Counts) -> str:
    """Such as "13 of 25 marked"."""
    return f"{counts.expected - counts.unmarked} of {counts.expected} marked"


def count_parts(counts: Counts) -> tuple[tuple[str, int, str], ...]:
    """Key, number and word of each count that is not nought, in reading order."""
    parts = [
        (key, number, word) for key, word in COUNT_WORDS.items() if (number := getattr(counts, key))
    ]
    for key, number, one, many in (
        ("walk_ins", counts.walk_ins, "walk-in", "walk-ins"),
        ("extra", counts.extra - counts.walk_ins, "not expected but here", ""),
        ("not_expected", counts.not_expected, "not expected", ""),
        ("unmarked", counts.unmarked, "not marked", ""),
    ):
        if number > 0:
            parts.append((key, number, one if number == 1 or not many else many))
    return tuple(parts)


def mark_sentence(name: str, mark: str, left: int) -> str:
    """What a mark is read aloud as: "Present: Dami Adebayo. 24 left."."""
    said = f"{mark[:1].upper()}{mark[1:]}: {name}."
    return f"{said} {left} left." if left else f"{said} Everyone is marked."


def rest_words(unmarked: int) -> str:
    """The button that marks everybody else; K is its letter."""
    return f"Mar&k the {unmarked} not marked…"


def headcount_words(counts: Counts, unmarked: Sequence[str] = ()) -> str:
    """How a headcount and the marks differ, and who has no mark yet; "" where they agree."""
    if counts.head_count is None or counts.head_count == counts.in_room:
        return ""
    difference = counts.head_count - counts.in_room
    side = "more" if difference > 0 else "fewer"
    said = (
        f"Headcount {counts.head_count}: {abs(difference)} {side} in the room than the marks show."
    )
    return f"{said} Not marked: {listed_briefly(unmarked)}." if unmarked else said


def signed_words(
    signoffs: Sequence[SignoffRow], counts: Counts, papers: Sequence[str] = (), *, odd: str = ""
) -> tuple[str, str]:
    """Who signed off when, and below it what the headcount says and what a change asks for."""
    latest = max(signoffs, key=lambda each: (each.at is not None, each.at or 0))
    others = [each for each in signoffs if each is not latest]
    said = [odd] if odd else []
    if not odd and counts.head_count is not None:
        said.append(f"Headcount {counts.head_count} matches the marks.")
    said += [f"Also signed off by {_who_and_when(each)}." for each in others]
    said += [f"Paper evidence: {each}." for each in papers]
    said.append("Changing a mark asks for a reason.")
    return f"Signed off by {_who_and_when(latest)}", " ".join(said)


def change_words(signoffs: Sequence[SignoffRow]) -> str:
    """What has changed since each sign-off, and what is on hold; "" for nothing."""
    said = [
        f"Changed since {'your' if each.own else f'{each.who}’s'} sign-off: "
        f"{listed(each.uncovered)}."
        for each in signoffs
        if each.uncovered
    ]
    held = next((each.held for each in signoffs if each.held), ())
    if held:
        said.append(f"On hold and not part of this sign-off: {listed(held)}.")
    return " ".join(said)


def _who_and_when(signoff: SignoffRow) -> str:
    if signoff.at is None:
        return signoff.who
    return f"{signoff.who} on {day(signoff.at.date())} at {clock_time(signoff.at)}"
