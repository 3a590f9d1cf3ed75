"""Every value of a definition is checked, and the error names file, key and reason."""

import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.errors import ProgrammeError
from npq_desktop.programme import Programme, load_programme
from npq_desktop.resources import resource

DOCUMENT = tomllib.loads(resource("programmes/npqlpm.toml").read_text(encoding="utf-8"))

Place = tuple[str | int, ...]


def places(value: object, above: Place = ()) -> Iterator[Place]:
    """Every key of the document, at any depth."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield (*above, key)
            yield from places(below, (*above, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from places(below, (*above, index))


def named(place: Place) -> str:
    """How an error names the place: ``engagement.components[1].key``."""
    parts = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(parts).removeprefix(".")


def holder(document: dict, place: Place) -> dict:
    """The table that holds the last key of ``place``."""
    found = document
    for step in place[:-1]:
        found = found[step]
    return found


def reason_for(document: dict) -> str:
    """What is wrong with ``document``."""
    with pytest.raises(ProgrammeError) as caught:
        Programme.from_document(document, source="mine.toml")
    return str(caught.value)


PLACES = sorted(places(DOCUMENT), key=str)
OPTIONAL: Place = ("time_zone",)
TABLES = [p for p in [(), *PLACES] if isinstance(holder(DOCUMENT, (*p, "")), dict)]
ODD_VALUES = st.one_of(
    st.booleans(),
    st.floats(),
    st.dates(),
    st.just([]),
    st.just({}),
    st.just([1, 2, 3]),
    st.just(["x"]),
    st.just(""),
    st.just(" outer spaces "),
    st.just("two\nlines"),
    st.just("\ud800"),
    st.integers(min_value=100_001),
    st.integers(max_value=-100_001),
)


def breaks(place: Place, value: object) -> bool:
    """Whether ``value`` is not what stands at ``place``; an empty list of conferences is fine."""
    return not (place == ("conferences",) and value == [])


@pytest.mark.parametrize("place", [place for place in PLACES if place != OPTIONAL], ids=named)
def test_removed_key_is_named(place: Place) -> None:
    document = copy.deepcopy(DOCUMENT)
    del holder(document, place)[place[-1]]

    assert f"mine.toml cannot be used: {named(place)} is missing." in reason_for(document)


@pytest.mark.parametrize("place", PLACES, ids=named)
@given(value=ODD_VALUES)
def test_retyped_value_is_named_by_its_key(place: Place, value: object) -> None:
    if not breaks(place, value):
        return
    document = copy.deepcopy(DOCUMENT)
    holder(document, place)[place[-1]] = value

    assert f"mine.toml cannot be used: {named(place)}" in reason_for(document)


@pytest.mark.parametrize("place", TABLES, ids=named)
def test_unknown_key_is_named(place: Place) -> None:
    document = copy.deepcopy(DOCUMENT)
    holder(document, (*place, ""))["treshold"] = 90

    assert f"mine.toml cannot be used: {named((*place, 'treshold'))} is not a key" in reason_for(
        document
    )


@pytest.mark.slow
@given(
    st.recursive(st.integers() | st.text() | st.floats(), lambda c: st.dictionaries(st.text(), c))
)
def test_any_document_is_read_or_refused_in_a_sentence(value: object) -> None:
    document = {**DOCUMENT, "cycle": value}

    assert "cycle" in reason_for(document)


def test_weights_that_do_not_sum_to_100_are_refused(document: dict) -> None:
    document["engagement"]["components"][0]["weight"] = 31

    assert "engagement.components must have weights that sum to 100, not 101" in reason_for(
        document
    )


def test_two_components_of_one_key_are_refused(document: dict) -> None:
    document["engagement"]["components"][0]["key"] = "reflective"

    assert "engagement.components must have distinct keys" in reason_for(document)


def test_task_of_an_unknown_component_is_refused(document: dict) -> None:
    document["cycle"]["diagnostic"]["component"] = "diagnostics"

    assert "cycle.diagnostic.component must be one of diagnostic, reflective" in reason_for(
        document
    )


def test_task_due_from_an_unknown_event_is_refused(document: dict) -> None:
    document["implementation"]["due_event"] = "conference-9"

    assert "implementation.due_event must be one of m1.seminar" in reason_for(document)


@pytest.mark.parametrize("key", ["m1", "conference-1", "implementation"])
def test_module_with_a_key_used_elsewhere_is_refused(document: dict, key: str) -> None:
    document["modules"][1]["key"] = key

    assert f"must not use the key “{key}” twice" in reason_for(document)


def test_missing_step_of_the_cycle_is_refused(document: dict) -> None:
    document["cycle"]["steps"].remove("seminar")

    assert "cycle.steps must name each of" in reason_for(document)


@pytest.mark.parametrize("credit", [[1, 0], [3, 2], [-1, 2], [True, 2]])
def test_impossible_credit_is_refused(document: dict, credit: list[int]) -> None:
    document["attendance"]["part_credit"] = credit

    assert "attendance.part_credit must" in reason_for(document)


def test_syntax_error_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("format = 1\ntitle = \n", encoding="utf-8")

    with pytest.raises(ProgrammeError, match=r"mine\.toml cannot be used: .*line 2"):
        load_programme(path)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe", "not UTF-8 text"),
        (b"", "engagement is missing"),
        (b"a = " + b"[" * 5_000, "not proper TOML"),
        (b"a = " + b"9" * 5_000, "not proper TOML"),
        (b"#" * 1_000_001, "too large"),
    ],
)
def test_file_that_is_no_definition_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(data)

    with pytest.raises(ProgrammeError, match=reason):
        load_programme(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError, match=r"none\.toml cannot be used: No such file"):
        load_programme(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not proper JSON"),
        ("[]", "not one JSON object"),
        ("{", "not proper JSON"),
        ("null", "not one JSON object"),
        ('{"format":1,"format":1}', "a member is named twice"),
        ('{"format":NaN}', "NaN is no number"),
        ('{"format":' + "9" * 5_000 + "}", "not proper JSON"),
        ("[" * 100_000, "too large"),
        ("{}", "engagement is missing"),
    ],
)
def test_journal_text_that_is_no_definition_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ProgrammeError, match=f"in this group's journal cannot be used: .*{reason}"):
        Programme.from_json(text)
