"""Runs a process for each scale and size, and writes what lies beside the pictures."""

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import npq_desktop
from npq_desktop.resources import own_command
from npq_desktop.ui.selftest.gallery.child import Opener, take_pictures
from npq_desktop.ui.selftest.gallery.contrast import contrast_lines
from npq_desktop.ui.selftest.gallery.sets import SCALES, SIZES, colour_sets

README_PICTURES = {"register": "register-halfway", "cohort": "cohort", "review": "review"}
"""Each picture of the README and the page it shows."""
_DPI = 96
_COMMAND = own_command("self-test", "--gallery")


def run_gallery(out: Path) -> int:
    """Write the gallery into a folder; returns 0 when nothing was warned of and nothing failed."""
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    codes = [_run_child(out, scale, size) for scale in SCALES for size in SIZES]
    lines = "\n".join(contrast_lines(colour_sets()))
    (out / "contrast.txt").write_text(lines + "\n", encoding="utf-8")
    (out / "index.html").write_text(_index(out), encoding="utf-8")
    return max(codes)


def run_pictures(out: Path) -> int:
    """Write the pictures that the README shows, each under the name it has there."""
    with tempfile.TemporaryDirectory(prefix="npq-pictures-") as folder:
        code = _run_child(Path(folder), SCALES[0], SIZES[0])
        out.mkdir(parents=True, exist_ok=True)
        for name, page in README_PICTURES.items():
            taken = Path(folder) / "light-1x" / "{}-{}x{}.png".format(page, *SIZES[0])
            if taken.exists():
                shutil.copyfile(taken, out / f"{name}.png")
    return code


def run_gallery_child(open_application: Opener, out: Path, part: str) -> int:
    """Take the pictures of one part, such as "2 1366 744": a scale and the size of a window."""
    scale, width, height = (int(number) for number in part.split())
    return take_pictures(open_application, out, scale, (width, height))


def _run_child(out: Path, scale: int, size: tuple[int, int]) -> int:
    """Scale and screen must be set before Qt starts, hence a process of its own."""
    with tempfile.TemporaryDirectory(prefix="npq-gallery-") as scratch:
        screen = {"name": "gallery", "x": 0, "y": 0, "logicalDpi": _DPI, "logicalBaseDpi": _DPI}
        pixels = {"width": size[0] * scale, "height": size[1] * scale, "dpr": 1}
        screens = json.dumps({"screens": [{**screen, **pixels}]})
        (Path(scratch) / "screen.json").write_text(screens, encoding="utf-8")
        package = str(Path(npq_desktop.__file__).parent.parent)
        paths = filter(None, (package, os.environ.get("PYTHONPATH")))
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(paths),
            # A path of its own, because a colon in it would end the option on Windows.
            "QT_QPA_PLATFORM": "offscreen:configfile=screen.json",
            "QT_SCALE_FACTOR": str(scale),
        }
        part = f"{scale} {size[0]} {size[1]}"
        done = subprocess.run(
            [*_COMMAND, str(out), "--part", part], check=False, cwd=scratch, env=environment
        )
    if done.returncode:
        sys.stderr.write(f"The pictures of {part} failed.\n")
    return min(abs(done.returncode), 1)


def _index(out: Path) -> str:
    folders = [folder.name for folder in sorted(out.iterdir()) if folder.is_dir()]
    names = sorted({path.name for folder in folders for path in (out / folder).glob("*.png")})
    head = "".join(f"<th>{folder}</th>" for folder in folders)
    rows = "".join(_index_row(out, name, folders) for name in names)
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>NPQ Desktop gallery</title>"
        "<style>img{max-width:24rem}td{vertical-align:top;padding:.5rem}</style>"
        "<p>Contrasts: <a href='contrast.txt'>contrast.txt</a></p>"
        f"<table><tr><th>Name</th>{head}</tr>{rows}</table></html>\n"
    )


def _index_row(out: Path, name: str, folders: list[str]) -> str:
    words = html.escape(name.removesuffix(".png"))
    paths = [f"{folder}/{name}" if (out / folder / name).exists() else "" for folder in folders]
    cells = (f"<a href='{p}'><img loading='lazy' alt='{words}' src='{p}'></a>" for p in paths if p)
    return f"<tr><td>{words}<td>{'<td>'.join(cells)}</tr>"
