"""The packages by version and hash: reads ``constraints.txt``, and makes it anew.

    python3 packaging/pins.py SECTION …     prints those sections, for pip's -r
    python3 packaging/pins.py renew         writes the file again; needs uv, and an index to ask.
                                            Versions stay, but for packages named after it

The file holds what every system and Python from 3.11 on may need, so one list serves them all. pip
takes no file whose hash is not in it. Standard library only.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
MARK = "# == "
FROM_SOURCE = "NPQ_FROM_SOURCE"
HEAD = """\
# Every package by version, with the hash of each of its files. pip takes no other file. A marker
# stands where only some systems or Pythons need a package. No index is named: pip's own settings
# choose it. Made by packaging/pins.py.
"""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "installer": (),
    "program": ("pyproject.toml",),
    "hub": ("pyproject.toml", "--extra", "hub"),
    "own": ("pyproject.toml",),
    "tests": ("pyproject.toml", "--extra", "dev"),
    "build": ("pyproject.toml", "--extra", "build"),
}
"""What uv is asked for each section; what a section above has is left out of those below it."""

ASKED_BY_NAME = {"installer": "pip\n", "own": "hatchling\n"}
"""What no list of ``pyproject.toml`` names: pip, and what makes the project's own package."""

FILES = ("named.in", "answer.txt", "above.txt", "stay.txt")
UV = (
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links"),
)


def section(text: str, *names: str) -> str:
    """The lines of the sections ``names`` of ``text``, in its order, as a requirements file.

    Raises:
        KeyError: a section is not there.
    """
    found = {
        title.strip(): lines
        for title, _, lines in (each.partition("\n") for each in text.split(MARK)[1:])
    }
    missing = set(names) - found.keys()
    if missing:
        raise KeyError(", ".join(sorted(missing)))
    return "".join(lines for title, lines in found.items() if title in names)


def pins(text: str) -> "dict[str, list[str]]":
    """By line of a package, ``name==version ; marker``, its hashes."""
    found: dict[str, list[str]] = {}
    entry = ""
    for line in text.splitlines():
        bare = line.removesuffix("\\").strip()
        if bare.startswith("--hash="):
            found[entry].append(bare.removeprefix("--hash="))
        elif bare and not bare.startswith("#"):
            entry = bare
            found[entry] = []
    return found


def pip_options(environment: Mapping[str, str]) -> "tuple[str, ...]":
    """What holds pip to the list: no file without its hash, and none that runs code to be built.

    Where no built file serves a system, ``NPQ_FROM_SOURCE=1`` lets pip build; hashes still hold.
    """
    built = () if environment.get(FROM_SOURCE) else ("--only-binary", ":all:")
    return ("--require-hashes", *built)


def kept(text: str, moving: Collection[str]) -> str:
    """The versions of ``text`` without hashes, but for the packages in ``moving``."""
    entries = (entry for entry in pins(text) if entry.partition("==")[0] not in moving)
    return "".join(f"{entry}\n" for entry in entries)


def renew(moving: Collection[str]) -> None:
    """Write the file again, each version as it is but for those of ``moving``, which get newer."""
    uv = shutil.which("uv")
    if not uv:
        sys.exit("Making the list anew needs uv. Install it, then run this again.")
    seen: set[str] = set()
    parts = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        for title, asked in SECTIONS.items():
            named, answer, above, stay = (Path(folder, name) for name in FILES)
            named.write_text(ASKED_BY_NAME.get(title, ""), encoding="utf-8")
            above.write_text("".join(parts), encoding="utf-8")
            stay.write_text(kept(CONSTRAINTS.read_text("utf-8"), moving), encoding="utf-8")
            command = [
                uv,
                *UV,
                "-c",
                str(above),
                "-c",
                str(stay),
                "-o",
                str(answer),
                *asked,
                str(named),
            ]
            subprocess.run(command, cwd=ROOT, check=True)
            parts.append(f"\n{MARK}{title}\n")
            for entry, hashes in pins(answer.read_text(encoding="utf-8")).items():
                if entry.partition("==")[0] not in seen:
                    seen.add(entry.partition("==")[0])
                    parts.append(" \\\n    --hash=".join((entry, *hashes)) + "\n")
    CONSTRAINTS.write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["renew"]:
        renew(sys.argv[2:])
    else:
        sys.stdout.write(section(CONSTRAINTS.read_text(encoding="utf-8"), *sys.argv[1:]))
