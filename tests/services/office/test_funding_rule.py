"""The funding rule against every row that the Department publishes for this qualification."""

import csv
from pathlib import Path

import pytest

from npq_desktop.services.office.rules.funded import is_publicly_funded, propose

SETTINGS = {
    "school": "school",
    "academy trust": "trust",
    "16 - 19 education setting": "16-19",
    "other - referred by a RTTA": "adviser",
}
EXPECTED = {"yes": "yes", "no": "no", "subject to review": "review"}
RULES = {"2026 spring": "none", "2026 autumn": "lists"}


def test_every_row_of_the_departments_scenarios(samples: Path) -> None:
    text = (samples / "dfe/eligibility_testing_scenarios.csv").read_text(encoding="utf-8-sig")
    rows = [
        r for r in csv.DictReader(text.splitlines()) if r["NPQ"] == "leading primary mathematics"
    ]

    assert len(rows) == 126
    for row in rows:
        found = propose(
            RULES[row["Cohort"]],
            in_england=row["Works in England"] == "yes",
            setting=SETTINGS.get(row["Work setting"], row["Work setting"]),
            previously=row["Already registered for this course"] == "yes",
            rise=row["RISE list?"] == "yes",
            pp50=row["PP50"] == "yes",
            publicly_funded=True,
        )
        assert found.answer == EXPECTED[row["Expected eligibility value"]], row


PLAIN = {
    "in_england": True,
    "setting": "school",
    "previously": False,
    "rise": False,
    "pp50": False,
    "publicly_funded": True,
}


@pytest.mark.parametrize(
    ("rule", "changed", "answer", "reason"),
    [
        ("public", {}, "yes", "a publicly funded school"),
        ("public", {"setting": "local authority teacher"}, "review", "reviewed by the Department"),
        ("public", {"previously": True}, "no", "previously funded"),
        ("public", {"publicly_funded": False, "rise": True}, "no", "not publicly funded"),
        ("lists", {"publicly_funded": False, "rise": True}, "yes", "on the RISE list"),
        ("lists", {}, "no", "on no list"),
        ("lists", {"pp50": True}, "yes", "on the PP50 list"),
        ("lists", {"setting": "virtual school"}, "no", "not a school"),
        ("lists", {"setting": "adviser"}, "review", "return-to-teaching adviser"),
        ("public", {"in_england": False}, "no", "not in England"),
        ("none", {"rise": True, "pp50": True}, "no", "no places are funded"),
    ],
)
def test_the_first_line_that_applies_decides(rule: str, changed, answer: str, reason: str) -> None:
    found = propose(rule, **{**PLAIN, **changed})

    assert found.answer == answer
    assert reason in found.reason


@pytest.mark.parametrize(
    ("code", "is_so"),
    [("1", True), ("01", True), ("34", True), ("46", True), ("4", False), ("37", False),
     ("11", False), ("", False), ("x", False)],
)  # fmt: skip
def test_the_types_that_are_publicly_funded(code: str, is_so: bool) -> None:
    assert is_publicly_funded(code) is is_so
