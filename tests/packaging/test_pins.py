"""What may be installed: the list of packages by version and hash, and what pip is told of it."""

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SECTIONS = ("installer", "program", "hub", "own", "tests", "build")
IN = {
    "program": ("program",),
    "hub": ("program", "hub"),
    "dev": ("program", "hub", "own", "tests"),
    "build": ("program", "own", "build"),
}
"""By list of ``pyproject.toml`` the sections that are installed for it."""


def pinned(pins: ModuleType, *sections: str) -> dict[str, str]:
    """Name to version of what these sections hold on this system and Python."""
    entries = map(Requirement, pins.pins(pins.section(TEXT, *sections)))
    return {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==")
        for entry in entries
        if entry.marker is None or entry.marker.evaluate()
    }


def test_every_package_has_one_version_hashes_and_no_index(pins: ModuleType) -> None:
    entries = pins.pins(TEXT)

    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; [^\\]+)?", entry) for entry in entries)
    assert all(hashes for hashes in entries.values())
    assert all(
        re.fullmatch("sha256:[0-9a-f]{64}", each) for one in entries.values() for each in one
    )
    assert len({entry.partition("==")[0] for entry in entries}) == len(entries)
    assert "://" not in TEXT


def test_the_sections_hold_everything_once(pins: ModuleType) -> None:
    assert tuple(pins.SECTIONS) == SECTIONS
    assert pins.pins(pins.section(TEXT, *SECTIONS)) == pins.pins(TEXT)
    with pytest.raises(KeyError):
        pins.section(TEXT, "program", "elsewhere")


@pytest.mark.parametrize("group", IN)
def test_what_the_project_asks_for_is_in_its_sections(pins: ModuleType, group: str) -> None:
    lists = {"program": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    held = pinned(pins, *IN[group])

    for asked in map(Requirement, lists[group]):
        if asked.marker is None or asked.marker.evaluate({"extra": ""}):
            assert asked.specifier.contains(held[canonicalize_name(asked.name)]), asked


@pytest.mark.parametrize("group", ["program", "dev"])
def test_what_a_package_of_a_section_needs_is_there_too(pins: ModuleType, group: str) -> None:
    held = pinned(pins, *IN[group])

    for name in held:
        for asked in map(Requirement, distribution(name).requires or ()):
            if asked.marker is None or asked.marker.evaluate({"extra": ""}):
                assert asked.specifier.contains(held[canonicalize_name(asked.name)]), (name, asked)


def test_the_bill_of_materials_is_the_section_of_the_program(contents: ModuleType) -> None:
    found = {name: each.version for name, each in contents.everything().items()}

    assert contents.differences(found, TEXT) == ()
    assert contents.differences({**found, "httpx": "0.1"}, TEXT) == ("httpx 0.1", "httpx 0.28.1")
    assert contents.differences({**found, "stowaway": "1"}, TEXT) == ("stowaway 1",)


def test_a_list_made_anew_keeps_each_version_but_those_that_are_named(pins: ModuleType) -> None:
    text = "a==1 \\\n    --hash=sha256:00\nb==2 ; x \\\n    --hash=sha256:01\n"

    assert pins.kept(text, ()) == "a==1\nb==2 ; x\n"
    assert pins.kept(text, ("a",)) == "b==2 ; x\n"


def test_the_environment_has_the_versions_of_the_list(pins: ModuleType) -> None:
    held = pinned(pins, *IN["dev"])

    assert {name: distribution(name).version for name in held} == held


def test_pip_builds_nothing_unless_it_is_told_to(pins: ModuleType) -> None:
    assert pins.pip_options({}) == ("--require-hashes", "--only-binary", ":all:")
    assert pins.pip_options({"NPQ_FROM_SOURCE": "1"}) == ("--require-hashes",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: re.sub("sha256:[0-9a-f]{4}", "sha256:0000", text), "DO NOT MATCH"),
        (lambda text: text.partition(" \\\n")[0], "but they are missing"),
    ],
    ids=["another file", "no hash"],
)
def test_pip_refuses_a_file_that_is_not_in_the_list(
    pins: ModuleType, tmp_path: Path, damage, reason: str
) -> None:
    """One small wheel made here, since what matters is what pip is told."""
    wheel = wheel_of("mdurl", tmp_path)
    listed = f"mdurl==0.1.2 \\\n    --hash=sha256:{wheel}\n"
    wanted = tmp_path / "wanted.txt"

    wanted.write_text(listed, encoding="utf-8")
    assert downloaded(pins, tmp_path, wanted).returncode == 0

    wanted.write_text(damage(listed), encoding="utf-8")
    refused = downloaded(pins, tmp_path, wanted)
    assert refused.returncode
    assert reason.casefold() in refused.stderr.casefold()


def wheel_of(name: str, folder: Path) -> str:
    """Write a wheel of an empty package into ``folder``; its hash."""
    path = folder / f"{name}-0.1.2-py3-none-any.whl"
    inside = f"{name}-0.1.2.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        said = ("Metadata-Version: 2.1", f"Name: {name}", "Version: 0.1.2", "")
        archive.writestr(f"{inside}/METADATA", "\n".join(said))
        made = ("Wheel-Version: 1.0", "Root-Is-Purelib: true", "Tag: py3-none-any", "")
        archive.writestr(f"{inside}/WHEEL", "\n".join(made))
        archive.writestr(f"{inside}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def downloaded(pins: ModuleType, folder: Path, wanted: Path) -> "subprocess.CompletedProcess[str]":
    """What pip says to ``wanted`` with the options of the set-up, asking no index."""
    told = ("--isolated", "download", "--no-index", "--find-links", str(folder), "-q")
    command = (sys.executable, "-m", "pip", *told, "-d", str(folder / "got"))
    return subprocess.run(
        [*command, *pins.pip_options({}), "-r", str(wanted)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
