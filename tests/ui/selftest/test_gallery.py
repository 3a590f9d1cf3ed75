"""The gallery: complete, nothing blank, everything readable; and what its pictures show."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from support.regions import regions

from npq_desktop.resources import resource
from npq_desktop.ui.selftest.gallery.components import REST, components
from npq_desktop.ui.selftest.gallery.parts import README_PICTURES
from npq_desktop.ui.selftest.gallery.sets import SCALES, SIZES
from npq_desktop.ui.selftest.gallery.views import DIALOGS, EDITORS, LAST_PAGES, PAGES, START_DIALOGS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("gallery"),  # drawn once
    pytest.mark.timeout(1_000),  # every size takes ten minutes on a busy machine
]

EVERY = bool(os.environ.get("NPQ_EVERY_SIZE"))
DRAWN = SIZES if EVERY else SIZES[:1]
SCALED = SCALES if EVERY else SCALES[:1]
"""One size of window at one scale in an ordinary run, since each takes a minute; all on request."""
SCRIPT = f"""
import sys
from pathlib import Path
from npq_desktop.ui.selftest.gallery import parts
parts.SIZES, parts.SCALES = {DRAWN!r}, {SCALED!r}
sys.exit(parts.run_gallery(Path(sys.argv[1])))
"""
COMMAND = (sys.executable, "-c", SCRIPT)
FOLDERS = (*(f"{name}-{scale}x" for name in ("light", "dark") for scale in SCALED), "contrast")
SIZED = ["{}x{}".format(*size) for size in DRAWN]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gallery that came to its end without a warning."""
    out = tmp_path_factory.mktemp("gallery")
    done = subprocess.run(
        [*COMMAND, str(out)], check=False, capture_output=True, text=True, timeout=900
    )
    assert (done.returncode, done.stderr) == (0, "")
    return out


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.png")}


def test_every_folder_holds_every_component_page_and_dialog(gallery: Path) -> None:
    wanted = {f"{each.name}-{state}" for each in components() for state, _ in each.pictures()}
    wanted |= {f"{page.name}-{size}" for page in (*PAGES, *EDITORS, *LAST_PAGES) for size in SIZED}
    wanted |= {
        f"dialog-{view.name}-{size}" for view in (*START_DIALOGS, *DIALOGS) for size in SIZED
    }

    assert [folder for folder in FOLDERS if names(gallery / folder) != wanted] == []
    assert len(wanted) >= 30


def picture(gallery: Path, folder: str, name: str) -> QImage:
    return QImage(str(gallery / folder / f"{name}.png"))


def is_blank(image: QImage) -> bool:
    """Whether every pixel is as the one before it."""
    pixels = bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits())
    return pixels[4:] == pixels[:-4]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_picture_is_blank(gallery: Path, folder: str) -> None:
    blank = [
        path.name
        for path in sorted((gallery / folder).glob("*.png"))
        if is_blank(QImage(str(path)))
    ]

    assert blank == []


@pytest.mark.skipif(not EVERY, reason="NPQ_EVERY_SIZE=1 draws at twice the scale, too")
def test_pictures_at_twice_the_scale_have_twice_the_pixels(gallery: Path) -> None:
    sizes = [
        picture(gallery, folder, "register-signed-1366x744").size().toTuple()
        for folder in ("light-1x", "light-2x")
    ]

    assert sizes == [(1366, 744), (2732, 1488)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_states_of_a_component_look_different(gallery: Path, folder: str) -> None:
    """The hovered one in colours only: high contrast has no soft grounds."""
    quiet = {"hover", "pressed"} if folder == "contrast" else set()
    same = []
    for each in components():
        shown = {state: picture(gallery, folder, f"{each.name}-{state}") for state in each.states}
        same += [
            f"{each.name}-{state}"
            for state, image in shown.items()
            if state in {"focus", "disabled", "checked"} - quiet and image == shown[REST]
        ]

    assert same == []


def pairs(gallery: Path) -> Iterator[tuple[str, str, str, str, float]]:
    for line in (gallery / "contrast.txt").read_text(encoding="utf-8").splitlines():
        kind, token, ground, colour_set, ratio = line.split()
        yield kind, token, ground, colour_set, float(ratio)


def test_every_pair_of_colours_can_be_told_apart(gallery: Path) -> None:
    floors = {"text": 4.5, "outline": 3.0}
    found = list(pairs(gallery))

    assert [pair for pair in found if pair[-1] < floors[pair[0]]] == []
    assert {pair[3] for pair in found} == {"light", "dark", "contrast"}
    assert len(found) > 100


def test_the_index_shows_every_picture(gallery: Path) -> None:
    index = (gallery / "index.html").read_text(encoding="utf-8")

    shown = {f"{folder}/{name}.png" for folder in FOLDERS for name in names(gallery / folder)}
    assert {picture for picture in shown if f"src='{picture}'" not in index} == set()


def table_of(image: QImage) -> QImage:
    """The rows of a register at 1366 by 744, without events, head, card and status line."""
    return image.copy(260, 190, image.width() - 290, image.height() - 190 - 30)


def test_colour_lies_in_rows_with_an_exception_only(gallery: Path) -> None:
    """In a register that is signed off, outside the current row."""
    image = table_of(picture(gallery, "light-1x", "register-signed-1366x744"))

    found = [region for region in regions(image, saturation=0.4) if region.pixels >= 400]
    # The lines that show the focus round the table and its current row are no colour of a row.
    loud = [region for region in found if region.bottom - region.top > 2]

    share = sum(region.pixels for region in loud) / (image.width() * image.height())
    assert share < 0.015
    assert 1 <= len(loud) <= 4  # as many as people were away


def coarse(path: Path) -> list[int]:
    """The picture as 64 by 36 greys, to compare without the hinting of fonts."""
    small = QImage(str(path)).scaled(64, 36).convertToFormat(QImage.Format.Format_Grayscale8)
    return [small.pixelColor(x, y).lightness() for y in range(36) for x in range(64)]


@pytest.mark.parametrize("name", README_PICTURES)
def test_a_picture_of_the_readme_shows_the_program_as_it_is(gallery: Path, name: str) -> None:
    now = gallery / "light-1x" / f"{README_PICTURES[name]}-1366x744.png"
    shown = resource(f"screenshots/{name}.png")

    pairs = zip(coarse(now), coarse(shown), strict=True)
    # Where texts end differs with the font, and with it a part of the points.
    is_same_font = QImage(str(now)).text("Font") == QImage(str(shown)).text("Font") != ""
    away = sum(abs(one - other) > 24 for one, other in pairs)
    limit = 64 * 36 * (0.03 if is_same_font else 0.25)
    assert away < limit, f"make it again: npq-desktop self-test --pictures {shown.parent}"
