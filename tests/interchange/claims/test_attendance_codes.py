"""Registers in which every code is unknown: asked about, not taken for a list of people."""

import pytest

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.claims.claims import read_claims


def read(title: str):
    text = f"Name,{title}\nAnn Lee,Q\nJo Ng,W\n"
    return read_claims(text.encode(), file_name="register.csv")


@pytest.mark.parametrize("title", ["Seminar 3", "Opening conference", "3 March 2026", "SESSION 2"])
def test_a_column_named_like_a_session_is_a_register(title: str) -> None:
    file = read(title)

    assert file.unknown == {"Q": 1, "W": 1}
    assert file.claims == ()


@pytest.mark.parametrize("title", ["Role", "House", "Year"])
def test_any_other_column_of_short_texts_is_no_register(title: str) -> None:
    with pytest.raises(InterchangeError, match="To open a list of people"):
        read(title)
