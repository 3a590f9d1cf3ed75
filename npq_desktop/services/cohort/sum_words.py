"""Writes the sums behind one person's figures, in exact fractions: the only place that shows them.

Pure functions from numbers to text.
"""

from collections.abc import Sequence
from fractions import Fraction

from npq_desktop.services.cohort.words import percent
from npq_desktop.services.core.words import mixed

DONE, CAN_REACH = "Course done", "Can still reach"
TRIED_DONE, TRIED_MISSED = "tried out: done", "tried out: missed"
NOT_IN_THE_PERCENTAGE = "not part of the percentage"
_WHOLE = 100


def component(label: str, points: str, worth: Fraction, *, still_open: int, not_known: int) -> str:
    """A part's sum, what it is worth and what is not settled; ``points`` is a product."""
    still = [f"{still_open} open"] if still_open else []
    still += [f"{not_known} not known yet"] if not_known else []
    rest = f",\n{', '.join(still)}" if still else ""
    return f"{label}: {points} = {mixed(worth)} points{rest}"


def none_count(label: str) -> str:
    """Says that no task or event of a part counts."""
    return f"{label}: none count for this person"


def figure(label: str, equation: str) -> str:
    """A figure of the whole course with its sum."""
    return f"{label}: {equation}"


def due_so_far(low: str, high: str) -> str:
    """What was done of what was due; two sums where something is not known yet."""
    both = low if low == high else f"at least {low};\nat most {high}"
    return f"Of what was due so far: {both}"


def not_done_yet(state: str) -> str:
    """What is due and open, such as "absent, not done yet"."""
    return f"{state}, not done yet"


def needed(threshold: int) -> str:
    """What the programme asks for."""
    return f"Needed: {threshold}%"


def product(weight: int, credit: Fraction, total: int) -> str:
    """For example "50 × 4 ⁄ 8", never broken between lines; a mixed number stands in brackets."""
    said = mixed(credit) if credit.denominator == 1 else f"({mixed(credit)})"
    return f"{weight} × {said} ⁄ {total}".replace(" ", "\N{NO-BREAK SPACE}")


def added(points: Sequence[str], weights: int) -> str:
    """The parts of a sum, brought to 100 where their weights add up to another number."""
    said = " + ".join(points)
    return said if weights == _WHOLE else f"({said}) × {_WHOLE} ⁄ {weights}"


def equals(sum_words: str, exact: Fraction, shown: str) -> str:
    """A sum with what it comes to, and as it is shown elsewhere where that is less exact."""
    said = f"{sum_words} = {mixed(exact)}"
    return f"{said}%" if exact == Fraction(shown) else f"{said},\nso {percent(shown)}"
