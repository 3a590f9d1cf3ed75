"""What an item is worth to a person, also where facts about it disagree.

Each way to read what colleagues say is valued as if it stood alone; together they give a range.
Source: engagement/RULES.md, "Facts that disagree".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from npq_desktop.engagement import ItemState

NOTHING, EVERYTHING = Fraction(0), Fraction(1)

RAN_DISAGREES = "colleagues disagree whether it ran"
TWO_EXEMPTIONS = "two different exemptions"
TWO_MARKS = "two different marks"
TWO_CATCH_UP_DECISIONS = "two different catch-up decisions"
TWO_DECISIONS = "two different decisions"
ENROLMENT_DISAGREES = "training status to settle"
_LIMIT_DEPENDS = "whether a catch-up is left depends on another disagreement"


@dataclass(frozen=True, slots=True)
class Worth:
    """What one item is worth to one person, and why, in a word for the reader.

    ``differs`` names what colleagues disagree about, whether or not it makes a difference.
    """

    state: ItemState
    words: str
    credit: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    differs: tuple[str, ...] = ()

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest credit; of an excused item, which has none, 0 and 1."""
        match self.state:
            case ItemState.EARNED:
                return EVERYTHING, EVERYTHING
            case ItemState.LOST:
                return NOTHING, NOTHING
            case ItemState.PART if self.credit is not None:
                return self.credit, self.credit
            case _:
                low = NOTHING if self.low is None else self.low
                return low, EVERYTHING if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class Readings:
    """Every way to read the facts about one item, and what they differ in."""

    outcomes: Sequence[Worth]
    differs: tuple[str, ...] = ()

    @property
    def worth(self) -> Worth:
        """That of all readings where they are equal, else unknown between the outermost."""
        first, *others = self.outcomes
        if not (others or self.differs):
            return first
        words = ", ".join(self.differs)
        if len({(each.state, each.range) for each in self.outcomes}) == 1:
            return replace(first, words=words or first.words, differs=self.differs)
        low = min(each.range[0] for each in self.outcomes)
        high = max(each.range[1] for each in self.outcomes)
        return replace(between(low, high, words or _LIMIT_DEPENDS), differs=self.differs)

    def beside(self, other: Worth, differs: str) -> "Readings":
        """These readings and one more."""
        return Readings((*self.outcomes, other), (differs, *self.differs))


def only(worth: Worth) -> Readings:
    """Facts that can be read in one way."""
    return Readings((worth,))


def credited(share: Fraction, words: str) -> Worth:
    """Settled at a credit from 0 to 1."""
    if share == 1:
        return Worth(ItemState.EARNED, words)
    if share == 0:
        return Worth(ItemState.LOST, words)
    return Worth(ItemState.PART, words, credit=share)


def between(low: Fraction, high: Fraction, words: str) -> Worth:
    """Not known."""
    return Worth(ItemState.UNKNOWN, words, low=low, high=high)
