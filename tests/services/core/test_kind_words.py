"""Every kind of fact has its words, and they fit what a kind is."""

import string
from datetime import UTC

import pytest

from npq_desktop.journal.kinds import KINDS, never_conflicts
from npq_desktop.services.core.kind_words import WORDS, entry_words, section_of, title_of
from npq_desktop.services.core.office_words import ABOUT, window_name
from npq_desktop.services.rights.words import SECTIONS


def test_every_kind_has_words_and_no_other() -> None:
    assert WORDS.keys() == KINDS.keys()


def test_what_may_disagree_can_be_named_by_the_key_of_its_cells() -> None:
    for name, kind in KINDS.items():
        named = {part for _, part, _, _ in string.Formatter().parse(WORDS[name].about) if part}
        assert bool(WORDS[name].about) is not never_conflicts((kind.family,)), name
        assert named == (set(kind.key) if WORDS[name].about else set()), name


def test_what_is_counted_has_a_word_for_one_and_for_many() -> None:
    assert all(bool(words.one) is bool(words.many) for words in WORDS.values())


def test_a_section_of_a_report_has_its_place() -> None:
    sections = {words.section for words in WORDS.values() if words.section}
    assert sections | {section for _, section in ABOUT.values()} == set(SECTIONS)


def test_an_entry_nobody_knows_is_one_of_another_kind() -> None:
    assert entry_words("weather.set", {"sun": True}, UTC) == "A change of another kind"


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("window.set", {"start": "2027-07-05", "end": "2027-07-12"}, "5 July 2027 to 12 July 2027"),
        ("window.set", {"start": None, "end": None}, "Called off"),
        ("window.set", {"start": "soon", "end": None}, "soon to no day"),
        ("assessment.set", {"eligible": "yes"}, "Admitted"),
        ("assessment.set", {"eligible": "override"}, "Admitted by an override"),
        ("assessment.set", {"outcome": "recorded"}, "Outcome final, private"),
        ("assessment.set", {"eligible": None}, "Nothing decided"),
        ("evidence.add", {"about": "response", "words": 1480}, "Response to the case study, 1,480"),
        ("evidence.add", {"about": "funding"}, "Money"),
        ("evidence.add", {"name": "a.pdf"}, "Paper evidence “a.pdf”"),
    ],
)
def test_what_the_office_records_is_said(kind: str, content: dict[str, object], said: str) -> None:
    assert entry_words(kind, content, UTC).startswith(said)


def test_a_cell_of_the_assessment_is_named() -> None:
    assert [window_name(one) for one in ("r1", "r1/outcome", "r1/p1")] == [
        "r1",
        "outcome in r1",
        "own window in r1",
    ]


def test_evidence_stands_where_it_belongs_in_a_report() -> None:
    assert section_of("evidence.add", {"about": "funding"}) == "Money"
    assert section_of("evidence.add", {}) == "Notes and contacts"
    assert title_of("evidence.add", {"about": "declared"}) == "Declaration to the Department"
    assert (title_of("weather.set", {}), section_of("weather.set", {})) == ("", "")
