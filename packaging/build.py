"""Builds what is handed out: the frozen program, and what this system can carry it in.

    python3 packaging/build.py [--without-wheelhouse]

Writes into ``dist``: on every system a wheel, an offline wheelhouse, the frozen program, the list
of what is inside (CycloneDX), the licences of it and SHA256SUMS; on Linux also a .deb, on Windows
an installer where Inno Setup is there, on macOS a disk image. The self-test of the frozen program
decides: where it fails nothing is packed. Standard library only; where packages come from is pip's
own setting. Dates inside are those of the last commit, so that a build can be made again.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import debian
import pins
import start

ROOT = Path(__file__).resolve().parent.parent
DIST, WORK = ROOT / "dist", ROOT / "build"
VENV = WORK / "venv"
FROZEN = WORK / "frozen"
OWN = ("--no-index", "--no-deps", "--no-build-isolation")  # the project itself asks no index


class BuildError(Exception):
    """The build cannot go on; the text says what to do."""


def version() -> str:
    """The version that the package itself names."""
    text = (ROOT / "npq_desktop" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def tag() -> str:
    """Version, system and processor, as file names of this build carry them."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    return f"{version()}-{system}-{platform.machine().lower()}"


def python() -> str:
    """The interpreter of the build's own environment."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return str(VENV.joinpath(*inside))


def run(*command: str, **more: str) -> None:
    """Run a program in the checkout.

    Raises:
        BuildError: it ended with another code than 0.
    """
    print("$", *command, flush=True)
    code = subprocess.run(command, cwd=ROOT, env={**environment(), **more}, check=False).returncode
    if code:
        raise BuildError(f"{Path(command[0]).name} ended with {code}.")


def environment() -> "dict[str, str]":
    """What every step sees: dates of the last commit, one order of sets, no display needed."""
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    moment = asked.stdout.strip() or "1735689600"
    return {
        **os.environ,
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", moment),
        "PYTHONHASHSEED": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
    }


def by_hash(*sections: str) -> "tuple[str, ...]":
    """What pip is told to take these sections of the constraints, and no other file."""
    wanted = WORK / ("-".join(sections) + ".txt")
    wanted.parent.mkdir(exist_ok=True)
    text = pins.section(pins.CONSTRAINTS.read_text(encoding="utf-8"), *sections)
    wanted.write_text(text, encoding="utf-8")
    return (*pins.pip_options(os.environ), "-r", str(wanted))


def make_environment() -> None:
    """The pinned packages and PyInstaller, apart from what the machine has."""
    if not Path(python()).exists():
        run(sys.executable, "-m", "venv", str(VENV))
    for sections in (("installer",), ("program", "own", "build")):
        run(python(), "-m", "pip", "install", "--quiet", *by_hash(*sections))
    run(python(), "-m", "pip", "install", "--quiet", *OWN, ".")


def make_wheel() -> Path:
    """The wheel of this program alone."""
    run(python(), "-m", "pip", "wheel", "--quiet", *OWN, "--wheel-dir", str(DIST), ".")
    return next(DIST.glob("npq_desktop-*.whl"))


def make_wheelhouse(wheel: Path) -> None:
    """Every wheel that the program needs on this system and Python, to install without network."""
    house = DIST / f"npq-desktop-{tag()}-wheelhouse"
    pip = (python(), "-m", "pip", "wheel", "--quiet", "--wheel-dir", str(house))
    run(*pip, *by_hash("program"))
    shutil.copy(wheel, house)
    lines = (
        "python -m venv npq-desktop",
        "npq-desktop/bin/python -m pip install --no-index --find-links . npq-desktop",
    )
    (house / "INSTALL.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.make_archive(str(house), "zip", house)
    shutil.rmtree(house)


def make_icons() -> None:
    """Pictures of the icon in the sizes and forms that systems want, from its drawing."""
    run(python(), "packaging/icons.py", str(WORK / "icons"), QT_QPA_PLATFORM="offscreen")


def freeze() -> Path:
    """The frozen program; returns the program to start."""
    pyinstaller = (python(), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN")
    places = ("--distpath", str(FROZEN), "--workpath", str(WORK / "pyinstaller"))
    run(*pyinstaller, *places, "packaging/npq-desktop.spec")
    inside = "NPQ Desktop.app/Contents/MacOS" if sys.platform == "darwin" else "npq-desktop"
    return FROZEN / inside / ("npq-desktop.exe" if os.name == "nt" else "npq-desktop")


def try_out(program: Path) -> None:
    """The gate: the frozen program does the main job and reads what it has to read."""
    out = DIST / f"npq-desktop-{tag()}-self-test"
    run(str(program), "self-test", "--out", str(out), QT_QPA_PLATFORM="offscreen")


def list_contents() -> None:
    """What is inside, for whoever has to know: CycloneDX and the licences."""
    run(python(), "packaging/contents.py", str(DIST / f"npq-desktop-{tag()}"))


def pack(program: Path) -> None:
    """What this system carries programs in."""
    name = DIST / f"npq-desktop-{tag()}"
    if sys.platform == "win32":
        shutil.make_archive(str(name), "zip", program.parent)
        compiler = shutil.which("iscc")
        if compiler:
            run(compiler, f"/DVersion={version()}", "packaging/windows/npq-desktop.iss")
        elif os.environ.get("CI"):
            raise BuildError("Inno Setup is missing, so that there would be no installer.")
    elif sys.platform == "darwin":
        run(
            "/usr/bin/hdiutil", "create", "-quiet", "-volname", "NPQ Desktop", "-format", "UDZO",
            "-srcfolder", str(FROZEN / "NPQ Desktop.app"), f"{name}.dmg",
        )  # fmt: skip
    else:
        shutil.make_archive(str(name), "xztar", FROZEN, "npq-desktop")
        packer = start.system_tool("dpkg-deb")
        if packer:
            tree = debian.lay_out(WORK / "deb", FROZEN / "npq-desktop", WORK / "icons", version())
            run(packer, "--root-owner-group", "-Zxz", "--build", str(tree), str(DIST))


def sizes_and_hashes() -> None:
    """Write SHA256SUMS and print how large everything is."""
    lines = []
    for path in sorted(path for path in DIST.iterdir() if path.is_file()):
        if path.name != "SHA256SUMS":
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
            print(f"{path.stat().st_size / 1e6:9.1f} MB  {path.name}")
    (DIST / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{unpacked(FROZEN) / 1e6:9.1f} MB  unpacked")


def unpacked(folder: Path) -> int:
    """The bytes of the files in a folder; a link to one of them takes none."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


def main() -> int:
    """Build everything; 0 when the self-test of the frozen program allowed it."""
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    try:
        make_environment()
        wheel = make_wheel()
        if "--without-wheelhouse" not in sys.argv:
            make_wheelhouse(wheel)
        make_icons()
        program = freeze()
        try_out(program)
        list_contents()
        pack(program)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    sizes_and_hashes()
    return 0


if __name__ == "__main__":
    sys.exit(main())
