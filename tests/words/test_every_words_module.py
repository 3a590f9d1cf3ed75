"""Renders every function of every ``words.py`` with 0, 1, 2 and many, and reads what it says."""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support import prose
from support.word_samples import samples, texts

FILES = sorted((prose.PACKAGE / "services").rglob("*words.py"))
ROOMS_WITH_SENTENCES = {
    "cohort",
    "core",
    "exchange",
    "groups",
    "intake",
    "office",
    "register",
    "review",
    "rights",
    "safety",
}
WRONG = re.compile(
    r"\b1 (changes|marks|people|events|walk-ins|catch-ups|rows|laptops|files|records|pieces|notes|"
    r"reviews|lines|disagreements|backups|participants)\b|"
    r"\b(0|2|25) (change|mark|person|event|walk-in|catch-up|laptop|file|record|note|review|line|"
    r"disagreement|backup|participant)\b|  | [.,;]|\.\.|,\.|\bNone\b|\b1 (are|have)\b"
)
"""A word that does not follow its number, doubled or stray signs, a value that was not there."""
KEY = re.compile(r"[a-z_]+")
"""One word in small letters is a key, or too short to be wrong."""
LISTS = re.compile(r"[,·|]")
ENDS = (".", "?", "…", "”", ")")


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for path in FILES:
        name = ".".join(("npq_desktop", *path.relative_to(prose.PACKAGE).with_suffix("").parts))
        module = importlib.import_module(name)
        for key, each in inspect.getmembers(module, inspect.isfunction):
            if each.__module__ == name and not key.startswith("_"):
                yield f"{path.parent.name}/{path.stem}.{key}", each


FUNCTIONS = dict(functions())


def said(name: str) -> list[str]:
    function = FUNCTIONS[name]
    calls = (function(**arguments) for arguments in samples(function))
    lines = [line for call in calls for text in texts(call) for line in text.split("\n")]
    return [line for line in lines if not KEY.fullmatch(line)]


def test_every_room_that_speaks_has_its_words() -> None:
    assert {path.parent.name for path in FILES} >= ROOMS_WITH_SENTENCES


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_the_glossary_and_the_rules_allow(name: str) -> None:
    place = f"services/{name.partition('.')[0]}.py"
    for line in said(name):
        assert WRONG.search(line) is None, line
        text = prose.Text(place, 0, line)
        is_list = len(LISTS.findall(line)) > 1
        found = [
            each for each in prose.findings_in(text) if not (is_list and "most" in each.better)
        ]
        assert [str(each) for each in found] == []
        has_two_sentences = re.search(r"[a-z%)”]\. [A-Z“]", line)
        assert not has_two_sentences or line.endswith(ENDS), line


def test_few_rendered_sentences_have_a_clause_behind_a_colon() -> None:
    found = {
        clause.found
        for name in FUNCTIONS
        for line in said(name)
        for clause in prose.clauses_in(prose.Text(name, 0, line))
    }

    assert len(found) < 10, "\n".join(sorted(found))
