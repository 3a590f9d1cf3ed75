"""Sealed texts."""

import pytest
from support.journal import age_key, author

from npq_desktop.journal.codec import canonical
from npq_desktop.journal.keys import age_recipient
from npq_desktop.journal.sealing import SealedError, is_sealed, open_sealed, seal


def recipient(name: str) -> tuple[str, str]:
    return author(name).key, age_recipient(age_key(name))


def test_sealed_text_opens_for_each_of_its_recipients() -> None:
    sealed = seal("Zoë is ill", [recipient("olu"), recipient("sam")])

    assert open_sealed(sealed, age_key("olu")) == "Zoë is ill"
    assert open_sealed(sealed, age_key("sam")) == "Zoë is ill"


def test_sealed_text_says_to_whom_and_nothing_else() -> None:
    sealed = seal("Zoë is ill", [recipient("olu")])

    assert sealed["to"] == [author("olu").key[:8]]
    assert "Zoë" not in canonical(sealed)
    assert is_sealed(sealed)


def test_sealed_text_stays_closed_for_others() -> None:
    sealed = seal("Zoë is ill", [recipient("olu")])

    with pytest.raises(SealedError, match="coordinators"):
        open_sealed(sealed, age_key("sam"))


@pytest.mark.parametrize("box", ["", "AAAA", "not base64!", "YWdlLWVuY3J5cHRpb24ub3JnL3YxCg"])
def test_damaged_box_is_refused_as_a_sealed_text(box: str) -> None:
    with pytest.raises(SealedError):
        open_sealed({"to": [], "box": box}, age_key("olu"))


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        {"to": []},
        {"to": [], "box": "A", "more": 1},
        {"to": ["short"], "box": "A"},
        {"to": "12345678", "box": "A"},
        {"to": [], "box": None},
    ],
)
def test_other_contents_are_not_taken_for_sealed_ones(content: object) -> None:
    assert not is_sealed(content)
