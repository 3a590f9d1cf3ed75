"""The guide: pages for every tab, short, and true of the menus and keys that there are."""

import re
from pathlib import Path

import pytest
from support.prose import Text, findings_in

from npq_desktop.resources import resource
from npq_desktop.ui.frame.help import GUIDE_TITLES
from npq_desktop.ui.frame.letters import PAGE_KEYS
from npq_desktop.ui.frame.menus import MENUS
from npq_desktop.ui.frame.pages_window import guide_page_for, guide_pages

pytestmark = pytest.mark.slow

TITLES = (
    "A tour in ten minutes", "First seminar", "Marking", "Signing off", "Who reaches 90%",
    "Reviewing", "Sharing", "Paper", "Safety", "Accessibility",
    "NPQ Desktop on one page", "Privacy",
)  # fmt: skip
FILES = sorted(resource("guide").glob("*.md"))
LATER = {"Save cohort table as…", "Accept the ticked works…"}
"""Words that a page gives its entry."""
KEY = re.compile(r"`((?:Ctrl\+|Shift\+|Alt\+)+\S+|F\d+)`")
WAY = re.compile(
    r"\*\*(Group|Share|Edit|View|Event|Work|Person|Help)\*\*, (?:then )?\*\*([^*]+)\*\*"
)


def entries() -> dict[str, set[str]]:
    return {
        title.replace("&", ""): {entry.words for entry in menu if entry} for title, menu in MENUS
    }


def keys() -> set[str]:
    found = {
        key for _, menu in MENUS for entry in menu if entry for key in (entry.keys, entry.letter)
    }
    return found | {each.keys for page in PAGE_KEYS.values() for each in page}


def test_the_pages_are_in_the_order_of_the_guide() -> None:
    assert tuple(page.title for page in guide_pages()) == TITLES


def test_each_tab_has_a_page() -> None:
    pages = guide_pages()
    for titles in GUIDE_TITLES.values():
        assert pages[guide_page_for(pages, titles)].title == titles[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.startswith("# ")
    assert len(text.split()) <= (1_000 if path.stem == "privacy" else 400)  # with its template
    assert all(len(sentence.split()) <= 25 for sentence in re.split(r"[.!?:|]\s|\n", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_says_what_the_glossary_says(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").replace("*", "").split("\n")
    found = [each for line in lines for each in findings_in(Text(path.name, 0, line))]

    assert [str(each) for each in found if "most" not in each.better] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_way_through_the_menus_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ways = WAY.findall(text)

    assert [way for way in ways if way[1] not in entries()[way[0]] | LATER] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert [key for key in KEY.findall(text) if key not in keys()] == []
