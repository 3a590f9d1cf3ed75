"""No text of others is read as formatting: tool tips and boxes have one setter each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sources import nodes

pytestmark = pytest.mark.slow

UI = Path(__file__).resolve().parents[2] / "npq_desktop" / "ui"


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call of a method or class of this name in the interface, with where it is."""
    for path in sorted(UI.rglob("*.py")):
        for node in nodes(path):
            if isinstance(node, ast.Call) and name in (
                getattr(node.func, "attr", ""),
                getattr(node.func, "id", ""),
            ):
                yield f"{path.relative_to(UI).as_posix()}:{node.lineno}", node


def is_plain(words: ast.expr) -> bool:
    """Whether Qt takes this for plain text, whoever wrote it."""
    if isinstance(words, ast.Constant):
        return "<" not in str(words.value)
    return isinstance(words, ast.Call) and getattr(words.func, "id", "") == "plain_tip"


@pytest.mark.parametrize("setter", ["setToolTip", "setWhatsThis", "setStatusTip"])
def test_what_a_tool_tip_says_is_plain(setter: str) -> None:
    said = {where: call.args[-1] for where, call in calls(setter)}

    assert [where for where, words in said.items() if not is_plain(words)] == []


def test_a_tip_of_a_table_is_plain() -> None:
    """What a model answers for the role of tips is made where it is returned."""
    found = []
    for path in sorted(UI.rglob("*.py")):
        for node in nodes(path):
            asked: ast.AST | None = None
            if isinstance(node, ast.If):
                asked = node.test
            elif isinstance(node, ast.match_case):
                asked = node.pattern
            if asked is None or "ToolTipRole" not in ast.unparse(asked):
                continue
            answers = [each for part in node.body for each in ast.walk(part)]  # type: ignore[attr-defined]
            found += [
                f"{path.relative_to(UI).as_posix()}:{each.lineno}"
                for each in answers
                if isinstance(each, ast.Return)
                and each.value is not None
                and "plain_tip" not in ast.unparse(each.value)
                and not isinstance(each.value, ast.Constant)
            ]

    assert found == []


def test_a_box_shows_plain_text() -> None:
    boxes = {where.partition(":")[0] for where, _ in calls("QMessageBox")}

    for file in boxes:
        assert "setTextFormat(Qt.TextFormat.PlainText)" in (UI / file).read_text(encoding="utf-8")
