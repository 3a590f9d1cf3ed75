"""Hostile files are refused quickly and in little memory (reliability 25).

All are opened in one process of its own, whose peak of memory Linux tells for each of them. The
second is counted in time of the processor, which does not depend on what else the machine does.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.bundles import file_of, small_group, sound_file
from support.journal import age_key

from npq_desktop.bundle.envelope import lock_for
from npq_desktop.journal.keys import age_recipient

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hostile files")]  # opened once

if not Path("/proc/self/clear_refs").exists():
    pytest.skip("the peak of memory is measured the Linux way", allow_module_level=True)

MEGABYTE = 1024 * 1024
GROUP = small_group()
FILE = sound_file(GROUP)
FIRST = FILE[: FILE.index(b"\n") + 1]
START = b'{"format":"npq-sync","v":1,"manifest":'
ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----\n"
ARMOR_END = b"-----END AGE ENCRYPTED FILE-----\n"

OPEN_EACH = """
import json, resource, sys
from pathlib import Path
from npq_desktop.bundle.opening import open_bundle
from npq_desktop.errors import BundleError

for path in sorted(Path(sys.argv[1]).iterdir()):
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    try:
        with path.open("rb") as stream:
            open_bundle(stream, identities=[sys.argv[2]], words=None)
        refused = ""
    except BundleError as error:
        refused = type(error).__name__
    seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    peak_kib = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    print(json.dumps([path.name, refused, seconds, int(peak_kib) // 1024]))
"""


def inside(line: bytes) -> Callable[[], bytes]:
    """A file with a true manifest and ``line`` among its entries."""
    return lambda: file_of([line], group=GROUP.id)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested a million deep": lambda: START + b"[" * 1_000_000,
    "nested in the first line": lambda: START + b"[" * 8000 + b"\n]}\n",
    "nested in an entry": inside(b"[" * 262_000),
    "nested and closed in an entry": inside(b'{"a":' * 30_000 + b"1" + b"}" * 30_000),
    "a million keys": lambda: FIRST + json.dumps({str(n): n for n in range(1_000_000)}).encode(),
    "many keys in an entry": inside(json.dumps({str(n): n for n in range(14_000)}).encode()),
    "one key many times": inside(b"{" + b'"a":1,' * 40_000 + b'"a":1}'),
    "an integer of 4,301 digits": inside(b"[" + b"9" * 4301 + b"]"),
    "an integer of 260,000 digits": inside(b"[" + b"9" * 260_000 + b"]"),
    "not a number": inside(b"[NaN]"),
    "infinity": inside(b"[-Infinity]"),
    "a float": inside(b"[1e400]"),
    "a duplicate key": inside(b'{"a":1,"a":2}'),
    "half a character": inside(b'["\\ud800"]'),
    "a NUL": inside(b'["\0"]'),
    "a byte order mark": lambda: b"\xef\xbb\xbf" + FILE,
    "UTF-16": lambda: FILE.decode().encode("utf-16"),
    "one line of 100 MB": lambda: b"a" * (100 * MEGABYTE),
    "a first line of 100 MB": lambda: START + b'"' + b"a" * (100 * MEGABYTE),
    "an entry line of 100 MB": lambda: FIRST + b'["' + b"a" * (100 * MEGABYTE),
    "100 MB of blank lines": lambda: FIRST + b"\n" * (100 * MEGABYTE),
    "100 MB of commas": lambda: FIRST + b",\n" * (50 * MEGABYTE),
    "100 MB after the end": lambda: FILE + b"x" * (100 * MEGABYTE),
    "100 MB of entries": lambda: FIRST + (b"[" + b" " * 200_000 + b"],\n") * 500,
    "quotes to be counted": inside(b'["' + b'\\"' * 130_000 + b"[[[[["),
    "a locked file of 220 MB": lambda: b"age-encryption.org/v1\n" + b"x" * (220 * MEGABYTE),
    "a locked text of 100 MB": lambda: ARMOR + b"A" * (100 * MEGABYTE),
    "a locked text of 46 MB": lambda: ARMOR + (b"A" * 64 + b"\n") * 700_000 + ARMOR_END,
    "a locked text of 33 MiB in one line": lambda: (
        ARMOR + base64.b64encode(b"age-encryption.org/v1\n\n--- " + bytes(33 * 2**20)) + ARMOR_END
    ),
    "a locked file with 32 MiB of nothing": lambda: lock_for(
        FIRST + (b"[" + b" " * 200_000 + b"],\n") * 167, [age_recipient(age_key("sam"))]
    ),
    "a locked file of 300,000 keys": lambda: (
        b"age-encryption.org/v1\n"
        + (b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n") * 300_000
    ),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float, int]]:
    """Name of the error, seconds and megabytes for each hostile file."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, make in HOSTILE.items():
        (folder / name).write_bytes(make())
    command = [sys.executable, "-c", OPEN_EACH, str(folder), age_key("sam")]
    root = Path(__file__).parents[2]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    for path in folder.iterdir():
        path.unlink()
    assert not run.stderr
    rows = (json.loads(line) for line in run.stdout.splitlines())
    return {name: (refused, seconds, peak) for name, refused, seconds, peak in rows}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_a_second_and_200_megabytes(name: str, outcomes) -> None:
    refused, seconds, peak_megabytes = outcomes[name]

    assert refused
    assert seconds < 1
    assert peak_megabytes < 200
