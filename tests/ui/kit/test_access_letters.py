"""Letters of the entries of a menu."""

from npq_desktop.ui.kit.keys.access_letters import underlined


def test_a_first_letter_goes_before_letters_within() -> None:
    assert underlined(["Smaller text", "Seminar register", "Mark…"]) == [
        "&Smaller text",
        "Seminar &register",
        "&Mark…",
    ]


def test_a_key_behind_a_tab_has_no_letter() -> None:
    assert underlined(["Find", "Fi\tN"]) == ["&Find", "F&i\tN"]


def test_a_sign_of_the_words_stays_and_an_entry_without_a_free_letter_has_none() -> None:
    assert underlined(["A & B", "a"]) == ["&A && B", "a"]
