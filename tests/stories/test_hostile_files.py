"""Hostile and spoilt files through the real command: reliability 22 to 28.

Each is refused with exit code 2 and a sentence of its own, no traceback, an unchanged store, less
than a second of processor time beyond an ordinary start, and less than 200 MB.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace

import pytest
from stories.independent.histories import EVENTS, PEOPLE, Founded
from stories.independent.writer import Pen, lock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("hostile documents"),
    pytest.mark.skipif(os.name == "nt", reason="no fork there"),
]

ROOT = Path(__file__).parents[2]
MARK = {"event": EVENTS[0], "person": PEOPLE[0], "state": "present"}
MEGABYTE = 1_000_000


STARTER = """
import json, os, sys, traceback
import npq_desktop.bootstrap, npq_desktop.commands, npq_desktop.services.application
from npq_desktop.main import main

for line in sys.stdin:
    folder, path, said = json.loads(line)
    child = os.fork()
    if not child:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1), os.dup2(out, 2)
        try:
            code = main(["import", path, "--data-dir", folder])
        except BaseException:
            traceback.print_exc()
            code = 99
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)
    _, status, used = os.wait4(child, 0)
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss
    print(json.dumps([os.waitstatus_to_exitcode(status), seconds, memory]), flush=True)
"""
Run = Callable[..., SimpleNamespace]


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Iterator[Run]:
    """``npq-desktop import`` in a process of its own, with what it used.

    A small process that has loaded the program forks each: a child is charged with the memory of
    whoever forks it, and nothing is loaded thirty times.
    """
    command = [sys.executable, "-X", "utf8", "-c", STARTER]
    starter = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf-8", cwd=ROOT)
    words = tmp_path_factory.mktemp("said") / "words"

    def import_file(folder: Path, path: Path) -> SimpleNamespace:
        starter.stdin.write(json.dumps([str(folder), str(path), str(words)]) + "\n")
        starter.stdin.flush()
        code, seconds, memory = json.loads(starter.stdout.readline())
        unit = 1 if sys.platform == "darwin" else 1024
        said = words.read_text(encoding="utf-8")
        return SimpleNamespace(code=code, words=said, cpu_seconds=seconds, bytes=memory * unit)

    yield import_file
    starter.communicate()


@pytest.fixture(scope="module")
def start_seconds(run, prepared, tmp_path_factory):
    """Processor time of an ordinary start that ends at the first look at a file."""
    path = tmp_path_factory.mktemp("start") / "empty"
    path.write_bytes(b"")
    return min(run(prepared.folder, path).cpu_seconds for _ in range(2))


def payload(text):
    """A file of Sam's, sound in its frame, whose last entry has this payload."""

    def build(pen, lines):
        return pen.file([*lines, pen.write("mark.set", text)])

    return build


def bare_line(line):
    """A file of Sam's, sound in its frame, whose last line is this text."""
    return lambda pen, lines: pen.file([*lines, line])


def of_another_group(pen, lines):
    other = Founded("{}")
    return pen.file([*lines, other.lines[0]])


def forged(pen, lines):
    line = pen.write("mark.set", MARK, key=pen.key[:-2] + "AA")
    return pen.file([*lines, line])


def swapped(pen, lines):
    data, new = pen.file(lines), Pen(pen.member, pen.group).write("mark.set", MARK)
    return data.replace(lines[-1].encode(), new.encode())


def flipped(pen, lines):
    data = bytearray(pen.file(lines))
    data[len(data) // 2] ^= 4
    return bytes(data)


def locked_and_flipped(pen, lines):
    data = bytearray(lock(pen.file(lines), pen.alex))
    data[-100] ^= 4
    return bytes(data)


def too_many(pen, lines):
    return pen.file([*lines, *["[]"] * 50_001])


def by_a_stranger(pen, lines):
    return Pen(group=pen.group).file(lines)


HOSTILE = {
    "empty": (lambda pen, lines: b"", "empty"),
    "cut off": (lambda pen, lines: pen.file(lines)[:10_240], "copying was interrupted"),
    "a bit flipped": (flipped, "damaged or changed"),
    "locked and cut off": (
        lambda p, ls: lock(p.file(ls), p.alex)[:9999],
        "damaged or changed",
    ),
    "locked and a bit flipped": (locked_and_flipped, "damaged or changed"),
    "locked for somebody else": (
        lambda p, ls: lock(p.file(ls), Pen().recipient),
        "cannot open the file",
    ),
    "another group": (of_another_group, "another group"),
    "by a stranger": (by_a_stranger, "not in the group"),
    "newer version": (lambda p, ls: p.file(ls).replace(b'"v":1', b'"v":2', 1), "newer version"),
    "nested a million deep": (bare_line("[" * 120_000), "nested"),
    "a million keys": (payload("{" + ",".join(f'"{n}":1' for n in range(10**6)) + "}"), "line"),
    "huge number": (payload('{"a":' + "9" * 4301 + "}"), "number"),
    "NaN": (payload('{"a":NaN}'), "whole"),
    "float": (payload('{"a":0.1}'), "whole"),
    "duplicate key": (payload('{"a":1,"a":2}'), "twice"),
    "half a character": (payload('{"a":"\\udfff"}'), "half"),
    "NUL": (payload('{"a":"\\u0000"}'), "NUL"),
    "byte order mark": (lambda p, ls: b"\xef\xbb\xbf" + p.file(ls), "Another program"),
    "UTF-16": (lambda p, ls: p.file(ls).decode().encode("utf-16"), "Another program"),
    "100 MB line": (lambda p, ls: b'{"format":"npq-sync"' + b" " * 100 * MEGABYTE, "line"),
    "100 MB entry": (lambda p, ls: p.file(ls)[:-4] + b"x" * 100 * MEGABYTE, "line"),
    "one entry too many": (too_many, "50,000"),
    "forged signature": (forged, "signature"),
    "one entry swapped": (swapped, "damaged or changed"),
    "CRLF": (lambda pen, lines: pen.file(lines).replace(b"\n", b"\r\n"), "line ends"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_at_little_cost(run, world, start_seconds, name):
    build, sentence = HOSTILE[name]
    world.give()
    before = world.application.exchange.digest(world.group)
    world.pen.alex = world.application.core.identities.device.age
    world.laptop.close()
    world.path.write_bytes(build(world.pen, world.lines))

    done = run(world.laptop.folder, world.path)

    assert done.code == 2, done.words
    assert sentence in done.words
    assert "Traceback" not in done.words
    assert done.words.count("\n") == 1
    assert world.application.exchange.digest(world.group) == before
    assert done.cpu_seconds - start_seconds < 1
    assert done.bytes < 200 * MEGABYTE


@pytest.mark.parametrize("inside", ["word/document.xml", "xl/workbook.xml"])
def test_a_document_with_our_name_is_told_for_what_it_is(run, world, inside):
    with zipfile.ZipFile(world.path, "w") as archive:
        archive.writestr(inside, "<x/>")

    done = run(world.laptop.folder, world.path)

    assert done.code == 2
    assert "Traceback" not in done.words
    assert done.words.count("\n") == 1


def test_a_file_given_again_changes_nothing_and_is_no_error(run, world):
    world.give()
    before = world.application.exchange.digest(world.group)
    world.laptop.close()

    done = run(world.laptop.folder, world.path)

    assert done.code == 0
    assert "Nothing new" in done.words
    assert world.application.exchange.digest(world.group) == before
