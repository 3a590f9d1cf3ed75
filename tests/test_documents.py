"""The pages beside the code: what refers to them finds them, and what they name is there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from npq_desktop.engagement import evaluate_document

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "npq_desktop"
PAGES = sorted(PACKAGE.rglob("*.md"))
OTHER_PAGES = [ROOT / "tests" / "README.md", ROOT / ".github" / "CONTRIBUTING.md"]
PLACES = ("npq_desktop/**/*.py", "tests/**/*.py", "packaging/*.py", "resources/**/*.toml")
BELOW = (ROOT, PACKAGE, PACKAGE / "services", PACKAGE / "ui", PACKAGE / "ui" / "register")
"""A page names files from the checkout, from the package, or from what it has just spoken of."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sources() -> Iterator[tuple[str, str]]:
    """Every ``Source:`` as (file, its text on one line)."""
    for pattern in PLACES:
        for path in sorted(ROOT.glob(pattern)):
            if path == Path(__file__):
                continue
            for found in re.finditer(r'Source: (.*?)(?="""|\n\s*\n|\Z)', text_of(path), re.DOTALL):
                name = path.relative_to(ROOT).as_posix()
                yield name, re.sub(r"\s+", " ", found.group(1))


def references(source: str) -> Iterator[tuple[str, str]]:
    """The pages a source names, each with one heading: "3" for section 3, "" for the whole page."""
    for part in source.split(";"):
        found = re.search(r"\b([\w/]+\.md)(.*)", re.sub(r" \([^)]*\)", "", part))
        if found is None:
            continue
        page, rest = found.groups()
        titles = re.match(r', ("[^"]+"(?: and "[^"]+")*)', rest)
        numbers = re.match(r", sections? ([\d, ]*(?:(?:and|to) \d+)?)", rest)
        headings = re.findall(r'"([^"]+)"', titles.group(1)) if titles else []
        for heading in [*headings, *(numbers_of(numbers.group(1)) if numbers else [])] or [""]:
            yield page, heading


def numbers_of(text: str) -> list[str]:
    """``1, 4 and 5`` as they stand; ``3 to 5`` with what lies between."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if " to " in text:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    return [str(number) for number in numbers]


def headings_of(page: Path) -> set[str]:
    """The headings of a page; a numbered one by its number, too."""
    titles = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    numbers = [found.group(1) for title in titles if (found := re.match(r"(\d+)\. ", title))]
    return {"", *titles, *numbers}


def test_a_source_with_several_headings_names_them_all() -> None:
    source = 'a/B.md, sections 1 (x), 4 and 5; DfE; c/D.md, "One" and "Two": so; e/F.md, section 3'

    assert list(references(source)) == [
        ("a/B.md", "1"), ("a/B.md", "4"), ("a/B.md", "5"), ("c/D.md", "One"), ("c/D.md", "Two"),
        ("e/F.md", "3"),
    ]  # fmt: skip
    assert list(references("a/B.md, sections 3 to 5.")) == [("a/B.md", n) for n in "345"]
    assert list(references("a/B.md.")) == [("a/B.md", "")]


def test_every_source_names_a_page_and_heading_that_are_there() -> None:
    named = [
        (name, page, heading) for name, source in sources() for page, heading in references(source)
    ]

    missing = [
        each
        for each in named
        if not (PACKAGE / each[1]).is_file() or each[2] not in headings_of(PACKAGE / each[1])
    ]

    assert missing == []
    assert len(named) > 80


@pytest.mark.parametrize("page", [*PAGES, *OTHER_PAGES], ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    quoted = re.findall(r"`([\w.][\w./-]*)`", text_of(page))
    paths = {each for each in quoted if re.fullmatch(r".*(/|\w\.(py|md|toml|txt))", each)}

    places = (*BELOW, page.parent)
    assert [path for path in sorted(paths) if not any((at / path).exists() for at in places)] == []


def test_the_map_names_every_floor_room_and_folder() -> None:
    page = text_of(PACKAGE / "README.md")
    folders = [
        path.name
        for place in (PACKAGE, PACKAGE / "services", PACKAGE / "ui", PACKAGE / "ui" / "register")
        for path in place.iterdir()
        if (path / "__init__.py").exists()
    ]

    assert [name for name in folders if f"`{name}/`" not in page] == []


def test_every_decision_has_its_day_and_its_reason() -> None:
    _, *paragraphs = text_of(PACKAGE / "DECISIONS.md").split("\n\n**")

    assert len(paragraphs) > 10
    for paragraph in paragraphs:
        assert re.match(r"\d{4}-\d\d-\d\d: .+?\.\*\* ", " ".join(paragraph.split())), paragraph


def test_the_engine_answers_the_question_of_its_page_as_the_page_says() -> None:
    page = text_of(PACKAGE / "engagement" / "RULES.md")
    question, answer = map(json.loads, re.findall(r"```json\n(.*?)```", page, re.DOTALL))

    assert evaluate_document(question) == answer
