"""Every kind of fact has its words, and they fit what a kind is."""

import string
from datetime import UTC

from npq_desktop.journal.kinds import KINDS, never_conflicts
from npq_desktop.services.core.kind_words import WORDS, entry_words
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
    assert {words.section for words in WORDS.values() if words.section} == set(SECTIONS)


def test_an_entry_nobody_knows_is_one_of_another_kind() -> None:
    assert entry_words("weather.set", {"sun": True}, UTC) == "A change of another kind"
