"""What goes into the wheel: the package and its resources, without the pages about the code."""

from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def packed() -> set[str]:
    """The paths inside the wheel."""
    files = WheelBuilder(str(ROOT)).recurse_included_files()
    return {Path(file.distribution_path).as_posix() for file in files}


def test_wheel_holds_every_module(packed: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("npq_desktop/**/*.py")}

    assert modules <= packed


def test_wheel_holds_the_resources(packed: set[str]) -> None:
    assert "npq_desktop/resources/programmes/npqlpm.toml" in packed


def test_pages_about_the_code_stay_out_of_the_wheel(packed: set[str]) -> None:
    pages = list(ROOT.glob("npq_desktop/**/*.md"))

    assert pages
    kept = {path for path in packed if path.endswith(".md") and "resources/" not in path}
    assert kept == {"npq_desktop/CHANGELOG.md"}
