"""What the sources promise: colours in one place, one style, alike drawings, timers that end."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from support.sources import nodes

from npq_desktop.resources import resource
from npq_desktop.ui.kit.paint.icons import Icons

pytestmark = pytest.mark.slow

PACKAGE = Path(__file__).resolve().parents[3] / "npq_desktop"
ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
RULE = (
    'viewBox="0 0 24 24"',
    'fill="none"',
    'stroke="currentColor"',
    'stroke-width="1.5"',
    'stroke-linecap="round"',
    'stroke-linejoin="round"',
)
DRAWING = {"drawPrimitive", "drawControl", "drawComplexControl", "sizeFromContents"}
STYLES = {"QProxyStyle", "QStyle", "QCommonStyle"}
ASKED_CONSTANTLY = {"pixelMetric", "styleHint", "subElementRect", "subControlRect"}


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")


def test_nothing_is_styled_by_a_sheet() -> None:
    assert [name for name, text in sources() if "setStyleSheet" in text] == []


def test_colours_are_named_in_the_kit_and_on_paper_only() -> None:
    named = {name for name, text in sources() if COLOUR.search(text)}

    assert [name for name in named if not name.startswith(("ui/kit/", "ui/printing/"))] == []
    assert "ui/kit/paint/tokens.py" in named


def test_one_style_draws_everything_and_overrides_nothing_that_layouts_ask_for() -> None:
    styles = {
        node.name: {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
        for path in PACKAGE.rglob("*.py")
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and STYLES & {ast.unparse(base) for base in node.bases}
    }

    [functions] = styles.values()
    assert functions >= DRAWING
    assert functions & ASKED_CONSTANTLY == set()
    assert functions - DRAWING == {"__init__", "polish"}


def test_what_is_done_later_is_not_done_once_its_widget_is_gone() -> None:
    calls = [
        (path.relative_to(PACKAGE).as_posix(), node)
        for path in sorted(PACKAGE.rglob("ui/**/*.py"))
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".singleShot")
    ]

    without = [name for name, node in calls if len(node.args) < 3]
    assert [name for name in without if not name.startswith("ui/selftest/")] == []
    assert calls


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_follows_the_rule(name: str) -> None:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")

    assert [part for part in RULE if part not in text] == []
    assert re.findall(r"<(text|linearGradient|radialGradient|image|style)\b", text) == []
    assert set(re.findall(r'stroke-width="([^"]+)"', text)) == {"1.5"}


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_keeps_its_sides_free(name: str, qapp: object) -> None:
    drawn = Icons().pixmap(name, "#000000", 96).toImage()

    assert inked(drawn, margin=5) == []  # of 96: 2 of 24, less half a stroke


def inked(image: QImage, margin: int) -> list[tuple[int, int]]:
    side = image.width()
    inside = range(margin, side - margin)
    return [
        (x, y)
        for x in range(side)
        for y in range(side)
        if (x not in inside or y not in inside) and image.pixelColor(x, y).alpha() > 60
    ]
