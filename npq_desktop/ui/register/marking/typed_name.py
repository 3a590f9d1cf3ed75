"""Tells a name being typed from commands: three letters within half a second.

Knows nothing of marks: it counts how many undo steps the letters cost, so that somebody else can
take them back. The same letter three times is a quick marker, not a name.
"""

from collections import deque
from dataclasses import dataclass

WITHIN_MS = 500
LETTERS = 3


@dataclass(frozen=True, slots=True)
class Burst:
    """Letters typed as a name, the undo steps they cost, and the person they began at."""

    text: str
    steps: int
    began_at: str | None


@dataclass(slots=True)
class _Letter:
    char: str
    at_ms: int
    person: str | None
    steps: int = 0


class TypedName:
    """Watches letters and digits in the order they were pressed."""

    def __init__(self) -> None:
        self._letters: deque[_Letter] = deque(maxlen=LETTERS)

    def add(self, char: str, *, at_ms: int, person: str | None) -> Burst | None:
        """Note a letter pressed at ``at_ms`` milliseconds; a burst when it completes a name."""
        self._letters.append(_Letter(char, at_ms, person))
        text = "".join(letter.char for letter in self._letters)
        if len(text) < LETTERS or len(set(text)) == 1:
            return None
        if at_ms - self._letters[0].at_ms > WITHIN_MS:
            return None
        steps = sum(letter.steps for letter in self._letters)
        burst = Burst(text, steps, self._letters[0].person)
        self.forget()
        return burst

    def cost(self, steps: int = 1) -> None:
        """The last letter made a mark that undo can take back."""
        if self._letters:
            self._letters[-1].steps += steps

    def forget(self) -> None:
        """Something other than a letter was pressed: what came before is no name."""
        self._letters.clear()
