"""What is handed out: a package for Debian, what is inside it, and files that agree on one kind."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from npq_desktop import __version__
from npq_desktop.bundle.manifest import MARK

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
ID = "org.npqdesktop.NPQDesktop"
MIME = "application/vnd.npqdesktop.sync"


@pytest.fixture
def package(module, tmp_path: Path) -> Path:
    """A package of a program that is one small file."""
    program, icons = tmp_path / "program", tmp_path / "icons"
    program.mkdir()
    icons.mkdir()
    (program / "npq-desktop").write_text("#!/bin/sh\n")
    (program / "npq-desktop").chmod(0o755)
    (icons / "app-48.png").write_bytes(b"picture")
    tree: Path = module("debian").lay_out(tmp_path / "tree", program, icons, __version__)
    return tree


def test_the_icon_is_drawn_in_the_sizes_and_forms_that_systems_want(tmp_path: Path) -> None:
    command = [sys.executable, str(PACKAGING / "icons.py"), str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})

    sides = {path.name: QImage(str(path)).width() for path in tmp_path.glob("*.png")}
    assert sides == {f"app-{n}.png": n for n in (16, 24, 32, 48, 64, 128, 256, 512)}
    assert (tmp_path / "app.ico").read_bytes()[:4] == b"\0\0\1\0"
    assert (tmp_path / "app.icns").read_bytes()[:4] == b"icns"


def test_the_frozen_program_leaves_out_nothing_that_a_laptop_imports() -> None:
    spec = ast.parse((PACKAGING / "npq-desktop.spec").read_text(encoding="utf-8"))
    [left_out] = [
        ast.literal_eval(keyword.value)
        for call in ast.walk(spec)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "excludes"
    ]

    assert "npq_desktop.hub" in left_out
    assert {name for path in laptop_files() for name in imports(path)} & set(left_out) == set()


def test_a_release_has_each_file_once_and_one_list_of_hashes() -> None:
    publish = release().partition("  publish:")[2]

    assert "-not -name SHA256SUMS" in publish
    assert "cp --no-clobber" in publish  # every system brings the same wheel
    assert "sha256sum -- *" in publish
    assert publish.rstrip().partition("--draft ")[2].startswith("release/*")


def test_a_release_asks_for_scripts_and_builds_that_there_are() -> None:
    text = release()
    [systems] = re.findall(r"system: \[([^]]+)\]", text)

    assert all((ROOT / path).is_file() for path in re.findall(r"packaging/[\w./-]+", text))
    wanted = re.findall(r"name: npq-desktop-([\w.-]+)$", text, re.MULTILINE)
    assert set(wanted) <= set(systems.split(", "))
    assert wanted


def release() -> str:
    return (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="links take a right of their own there")
def test_a_link_takes_no_room_in_what_is_unpacked(module, tmp_path: Path) -> None:
    (tmp_path / "library.so.1").write_bytes(b"123")
    (tmp_path / "library.so").symlink_to("library.so.1")

    assert module("build").unpacked(tmp_path) == 3


def test_the_flatpak_lets_a_hub_and_a_room_be_reached() -> None:
    assert "--share=network" in (LINUX / f"{ID}.yml").read_text(encoding="utf-8")


def laptop_files() -> list[Path]:
    """The program without the hub."""
    package = ROOT / "npq_desktop"
    return [path for path in package.rglob("*.py") if "hub" not in path.relative_to(package).parts]


def imports(path: Path) -> set[str]:
    """The packages that a file imports, at its top or where they are first needed."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_debian_package_installs_program_menu_kind_and_icons(package: Path) -> None:
    share = package / "usr" / "share"

    assert (package / "opt/npq-desktop/npq-desktop").stat().st_mode & 0o111
    assert (package / "usr/bin/npq-desktop").readlink() == Path("/opt/npq-desktop/npq-desktop")
    for path in (
        f"applications/{ID}.desktop",
        f"metainfo/{ID}.metainfo.xml",
        "mime/packages/npq-desktop.xml",
        f"icons/hicolor/48x48/apps/{ID}.png",
        "icons/hicolor/48x48/mimetypes/application-vnd.npqdesktop.sync.png",
        f"icons/hicolor/scalable/apps/{ID}.svg",
        "doc/npq-desktop/copyright",
    ):
        assert (share / path).is_file(), path
    control = (package / "DEBIAN" / "control").read_text()
    assert f"Version: {__version__}\n" in control
    assert "libc6 (>= 2.35)" in control
    assert {each.name for each in (package / "DEBIAN").iterdir()} == {"control"}


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="not a Debian system")
def test_the_package_can_be_built_and_belongs_to_root(package: Path, tmp_path: Path) -> None:
    built = tmp_path / "npq.deb"
    command = ["dpkg-deb", "--root-owner-group", "--build", str(package), str(built)]
    subprocess.run(command, check=True, capture_output=True)
    listed = subprocess.run(
        ["dpkg-deb", "--contents", str(built)], check=True, capture_output=True, text=True
    ).stdout

    assert all(" root/root " in line for line in listed.splitlines())
    assert "./usr/bin/npq-desktop -> /opt/npq-desktop/npq-desktop" in listed


def test_every_system_knows_the_same_kind_of_file() -> None:
    for path in (
        LINUX / f"{ID}.desktop",
        LINUX / f"{ID}.metainfo.xml",
        LINUX / "npq-desktop.xml",
        PACKAGING / "windows" / "npq-desktop.iss",
        PACKAGING / "npq-desktop.spec",
    ):
        assert MIME in path.read_text(encoding="utf-8"), path.name
    kind = (LINUX / "npq-desktop.xml").read_text(encoding="utf-8").replace("&quot;", '"')
    assert f'value="{MARK.decode()}"' in kind
    assert re.findall(r'glob pattern="([^"]+)"', kind) == ["*.npqsync", "*.npqsync.json"]
    about = (LINUX / f"{ID}.metainfo.xml").read_text(encoding="utf-8")
    assert f'<release version="{__version__}"' in about


def test_a_file_that_is_opened_is_handed_to_the_program() -> None:
    desktop = (LINUX / f"{ID}.desktop").read_text(encoding="utf-8")
    windows = (PACKAGING / "windows" / "npq-desktop.iss").read_text(encoding="utf-8")

    assert "\nExec=npq-desktop %f\n" in desktop
    assert '""%1""' in windows
    assert "PrivilegesRequired=lowest" in windows
    assert "[UninstallDelete]" not in windows  # the data stay


def test_the_bill_of_materials_holds_every_package_the_program_needs(
    module, tmp_path: Path
) -> None:
    module("contents").main(str(tmp_path / "build"))
    bill = json.loads((tmp_path / "build.cdx.json").read_text(encoding="utf-8"))
    listed = {each["name"].lower().replace("_", "-") for each in bill["components"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        re.split(r"[\[>=!<~; ]", each)[0].lower().replace("_", "-")
        for each in project["dependencies"]
    }

    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == (
        "CycloneDX",
        __version__,
    )
    assert wanted <= listed
    assert {"cpython", "shiboken6", "cffi"} <= listed  # what those need, too
    assert listed.isdisjoint({"pytest", "ruff", "mypy"})
    licences = (tmp_path / "build.licences.txt").read_text(encoding="utf-8")
    assert "PySide6" in licences
    assert "Permission is hereby granted" in licences


def test_icons_of_windows_and_macos_hold_their_pictures(module) -> None:
    icons = module("icons")
    pictures = {side: bytes([1]) * side for side in icons.SIDES if side <= 256}

    windows = icons.ico(pictures)
    mac = icons.icns({side: bytes([2]) * side for side in icons.SIDES})

    assert int.from_bytes(windows[4:6], "little") == len(pictures)
    assert windows.endswith(pictures[256])
    assert (mac[:4], int.from_bytes(mac[4:8], "big")) == (b"icns", len(mac))


def test_a_release_is_built_by_the_one_command_and_names_no_index() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")

    assert "python packaging/build.py" in text
    assert "://" not in text
    assert "pip install" not in text


def test_nothing_is_packed_where_the_self_test_fails(
    module, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build = module("build")
    done: list[str] = []
    monkeypatch.setattr(build, "DIST", tmp_path / "dist")
    for name in ("make_environment", "make_wheelhouse", "make_icons", "list_contents", "pack"):
        monkeypatch.setattr(build, name, lambda *_, name=name: done.append(name))
    monkeypatch.setattr(build, "make_wheel", lambda: tmp_path)
    monkeypatch.setattr(build, "freeze", lambda: tmp_path / "program")
    monkeypatch.setattr(build, "sizes_and_hashes", lambda: done.append("hashes"))

    def fails(program: Path) -> None:
        raise build.BuildError("npq-desktop ended with 1.")

    monkeypatch.setattr(build, "try_out", fails)

    assert build.main() == 1
    assert "pack" not in done
    assert "hashes" not in done
