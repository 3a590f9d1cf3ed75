"""Lists what a build contains: `contents.py PREFIX` writes PREFIX.cdx.json and PREFIX.licences.txt.

The first is a bill of materials in CycloneDX 1.6, the second holds the licences themselves. Both
follow what ``pyproject.toml`` needs from one package to the next, so tools are not in them. It
writes neither where they are not the versions of ``constraints.txt``.
"""

import importlib.metadata
import json
import os
import platform
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pins
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


def everything() -> "dict[str, importlib.metadata.Distribution]":
    """Every package the program needs on this system, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = list(project["dependencies"])
    while waiting:
        requirement = Requirement(waiting.pop())
        key = canonical(requirement.name)
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if applies and key not in found:
            found[key] = importlib.metadata.distribution(requirement.name)
            waiting += found[key].requires or ()
    return dict(sorted(found.items()))


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def component(distribution: importlib.metadata.Distribution) -> "dict[str, object]":
    """One package as CycloneDX names it."""
    place = f"pkg:pypi/{canonical(distribution.metadata['Name'])}@{distribution.version}"
    entry: dict[str, object] = {
        "type": "library",
        "bom-ref": place,
        "name": distribution.metadata["Name"],
        "version": distribution.version,
        "purl": place,
    }
    if said := licence(distribution):
        entry["licenses"] = [{"license": {"name": said}}]
    return entry


def licence(distribution: importlib.metadata.Distribution) -> str:
    """What the package says of its licence, in one line."""
    metadata = distribution.metadata
    classes = [each for each in metadata.get_all("Classifier", []) if each.startswith("License ::")]
    fields = [*metadata.get_all("License-Expression", []), *metadata.get_all("License", [])]
    said = fields[0].split("\n")[0] if fields else ""
    return said or "; ".join(each.rpartition(" :: ")[2] for each in classes)


def bill(found: Mapping[str, importlib.metadata.Distribution]) -> "dict[str, object]":
    """The bill of materials, with the interpreter that is frozen in."""
    text = (ROOT / "npq_desktop" / "__init__.py").read_text(encoding="utf-8")
    version = text.partition('__version__ = "')[2].partition('"')[0]
    own = {"type": "application", "name": "npq-desktop", "version": version}
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    python = {
        "type": "platform",
        "bom-ref": "python",
        "name": "CPython",
        "version": platform.python_version(),
        "licenses": [{"license": {"id": "Python-2.0"}}],
    }
    parts = [component(each) for each in found.values()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": moment.isoformat().replace("+00:00", "Z"),
            "component": own,
            "properties": [{"name": "system", "value": f"{sys.platform} {platform.machine()}"}],
        },
        "components": [*parts, python],
    }


def licences(found: Mapping[str, importlib.metadata.Distribution]) -> Iterator[str]:
    """The licence files of every package, one after the other."""
    for distribution in found.values():
        yield f"{'=' * 78}\n{distribution.metadata['Name']} {distribution.version}"
        yield licence(distribution) or "see below"
        for file in distribution.files or ():
            path = Path(str(distribution.locate_file(file)))
            inside = ".dist-info" in str(file) or "licenses" in str(file).lower()
            if inside and LICENCE_FILE.search(path.name) and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace").strip()
                yield f"--- {path.name}\n{text}"


def differences(found: Mapping[str, str], text: str) -> "tuple[str, ...]":
    """What the packages ``found``, name to version, and the program's section of ``text`` do not
    share, for this system and Python.
    """
    entries = map(Requirement, pins.pins(pins.section(text, "program")))
    listed = {
        (canonical(entry.name), str(entry.specifier).removeprefix("=="))
        for entry in entries
        if entry.marker is None or entry.marker.evaluate()
    }
    return tuple(sorted(f"{name} {version}" for name, version in listed ^ set(found.items())))


def main(prefix: str) -> None:
    """Write both files."""
    found = everything()
    versions = {name: each.version for name, each in found.items()}
    if other := differences(versions, pins.CONSTRAINTS.read_text(encoding="utf-8")):
        sys.exit("The build and packaging/constraints.txt differ: " + ", ".join(other))
    listed = json.dumps(bill(found), indent=1) + "\n"
    Path(f"{prefix}.cdx.json").write_text(listed, encoding="utf-8")
    text = "\n\n".join(licences(found)) + "\n"
    Path(f"{prefix}.licences.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
