"""Draws the six spoken words that lock an invitation, and finds them in what was typed.

2,048 words make 11 bits each, so six make 66 bits: behind scrypt (64 MiB for every guess) that is
out of reach. The words are told apart by their first four letters, which are all
that need be right. The list is BIP 39's (MIT licence, Pavol Rusnak) in British spelling, without
its grim words.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path

from npq_desktop.bundle.errors import WrongWordsError
from npq_desktop.journal.keys import RandomBytes

LIST_LENGTH = 2048
WORD_COUNT = 6
_TELLING_LETTERS = 4


def load_words(path: Path) -> tuple[str, ...]:
    """The shipped word list, one word a line."""
    words = tuple(path.read_text(encoding="utf-8").split())
    if len({_telling(word) for word in words}) != LIST_LENGTH:
        raise ValueError(f"{path.name} must have {LIST_LENGTH} words, each with its own beginning")
    return words


def six_words(words: Sequence[str], random: RandomBytes = secrets.token_bytes) -> str:
    """Six words drawn evenly from the list, 66 bits, parted by single spaces."""
    drawn = (int.from_bytes(random(2), "big") % LIST_LENGTH for _ in range(WORD_COUNT))
    return " ".join(words[number] for number in drawn)


def spoken_words(typed: str, words: Sequence[str]) -> str:
    """The six words that ``typed`` means, whatever its case, commas and endings.

    Raises:
        WrongWordsError: there are not six, or one is not in the list.
    """
    parts = "".join(letter if letter.isalpha() else " " for letter in typed.lower()).split()
    if len(parts) != WORD_COUNT:
        raise WrongWordsError(f"Type the six words that you were told. You typed {len(parts)}.")
    by_beginning = {_telling(word): word for word in words}
    if unknown := [part for part in parts if _telling(part) not in by_beginning]:
        raise WrongWordsError(
            f"“{unknown[0]}” is not one of the words used. Ask for that word again."
        )
    return " ".join(by_beginning[_telling(part)] for part in parts)


def _telling(word: str) -> str:
    return word[:_TELLING_LETTERS]
