"""What the second reader of the format refuses, the program refuses, and the other way round."""

import json

import pytest
from stories.independent.histories import EVENTS, PEOPLE
from stories.independent.reader import Refused, read_bundle
from stories.independent.writer import Pen, compact

from npq_desktop.errors import BundleError

pytestmark = pytest.mark.slow

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def changed(line, **parts):
    """The line with some of its parts replaced: header, payload, salt, sig."""
    names = ("header", "payload", "salt", "sig")
    return compact(list((dict(zip(names, json.loads(line), strict=True)) | parts).values()))


def respelt(text):
    """Base64url of the same bytes in another spelling: the unused bits of its last letter set."""
    return text[:-1] + LETTERS[LETTERS.index(text[-1]) ^ 1]


def header_of(line):
    return json.loads(json.loads(line)[0])


MARK = {"event": EVENTS[0], "person": PEOPLE[0], "state": "present"}
BROKEN_LINES = {
    "forged signature": lambda pen, line: changed(line, sig=Pen().sign(b"npq-sig-1\0", "x")),
    "stripped signature": lambda pen, line: changed(line, sig=None),
    "respelt signature": lambda pen, line: changed(line, sig=respelt(json.loads(line)[3])),
    "padded signature": lambda pen, line: changed(line, sig=json.loads(line)[3] + "=="),
    "respelt salt": lambda pen, line: changed(line, salt=respelt(json.loads(line)[2])),
    "changed payload": lambda pen, line: changed(line, payload=compact(MARK | {"state": "absent"})),
    "payload without salt": lambda pen, line: changed(line, salt=None),
    "seventeen links": lambda pen, line: pen.write("mark.set", MARK, ["ab" * 32] * 17),
    "capital hash": lambda pen, line: pen.write("mark.set", MARK, ["AB" * 32]),
    "another group": lambda pen, line: pen.write("mark.set", MARK, group="ab" * 32),
    "no group": lambda pen, line: pen.write("mark.set", MARK, group=None),
    "newer version": lambda pen, line: pen.write("mark.set", MARK, v=2),
    "one key more": lambda pen, line: pen.write("mark.set", MARK, more=1),
    "position nought": lambda pen, line: pen.write("mark.set", MARK, seq=0),
    "true as a position": lambda pen, line: pen.write("mark.set", MARK, seq=True),
    "long header": lambda pen, line: pen.write("mark.set", MARK, prev="a" * 4096),
    "float": lambda pen, line: pen.write("mark.set", '{"minutes":1.5}'),
    "NaN": lambda pen, line: pen.write("mark.set", '{"minutes":NaN}'),
    "duplicate key": lambda pen, line: pen.write("mark.set", '{"a":1,"a":1}'),
    "half a character": lambda pen, line: pen.write("mark.set", '{"a":"\\ud800"}'),
    "NUL": lambda pen, line: pen.write("mark.set", '{"a":"\\u0000"}'),
    "nested five deep": lambda pen, line: pen.write("mark.set", '{"a":[[[[]]]]}'),
    "huge number": lambda pen, line: pen.write("mark.set", '{"a":' + "9" * 4301 + "}"),
    "no kind": lambda pen, line: pen.write("mark.set", MARK, kind=""),
    "long kind": lambda pen, line: pen.write("mark.set", MARK, kind="k" * 65),
    "salt without payload": lambda pen, line: changed(
        pen.write("mark.set", None), salt=json.loads(line)[2]
    ),
    "time without seconds": lambda pen, line: pen.write("mark.set", MARK, at="2026-11-23T14:05Z"),
    "list as payload": lambda pen, line: pen.write("mark.set", "[]"),
    "long payload": lambda pen, line: pen.write("mark.set", {"a": "x" * 65_536}),
    "five parts": lambda pen, line: line[:-1] + ",null]",
}


@pytest.mark.parametrize("fault", BROKEN_LINES)
def test_a_file_with_one_broken_line_is_refused_by_both_and_changes_nothing(world, fault):
    world.write("mark.set", MARK)
    world.lines[-1] = BROKEN_LINES[fault](world.pen, world.lines[-1])
    data = world.pen.file(world.lines)
    before = world.application.exchange.digest(world.group)

    with pytest.raises(Refused):
        read_bundle(data)
    with pytest.raises(BundleError):
        world.give(data)

    assert world.application.exchange.digest(world.group) == before


def test_a_header_that_is_not_canonical_is_refused_by_both(world):
    header = world.pen.write("mark.set", MARK)
    spaced = json.dumps(header_of(header), sort_keys=True, ensure_ascii=False)
    sig = world.pen.sign(b"npq-sig-1\0", spaced)
    data = world.pen.file([*world.lines, changed(header, header=spaced, sig=sig)])

    with pytest.raises(Refused, match="canonical"):
        read_bundle(data)
    with pytest.raises(BundleError):
        world.give(data)


BROKEN_FILES = {
    "count": lambda pen, lines: pen.file(lines, count=len(lines) + 1),
    "digest": lambda pen, lines: pen.file(lines, digest="0" * 64),
    "group": lambda pen, lines: pen.file(lines, group="0" * 64),
    "writer": lambda pen, lines: pen.file(lines, by=Pen().key),
    "line ends": lambda pen, lines: pen.file(lines).replace(b"\n", b"\r\n"),
    "last line": lambda pen, lines: pen.file(lines)[:-3],
    "comma": lambda pen, lines: pen.file(lines).replace(b",\n", b"\n", 1),
    "empty line": lambda pen, lines: pen.file(lines).replace(b",\n", b",\n\n", 1),
    "something behind": lambda pen, lines: pen.file(lines) + b"x",
    "byte order mark": lambda pen, lines: b"\xef\xbb\xbf" + pen.file(lines),
    "space in line 1": lambda pen, lines: pen.file(lines).replace(b'"v":1', b'"v": 1', 1),
    "needless escape in line 1": lambda pen, lines: pen.file(lines).replace(
        b'"manifest":"{', b'"manifest":"\\u007b', 1
    ),
    "time of the file": lambda pen, lines: pen.file(lines, at="yesterday"),
    "one more in the manifest": lambda pen, lines: pen.file(lines, more=1),
    "list in the manifest": lambda pen, lines: pen.file(lines, at=[]),
    "CR LF at one line": lambda pen, lines: pen.file([*lines[:-1], lines[-1] + "\r"]),
    "version": lambda pen, lines: pen.file(lines).replace(b'"v":1', b'"v":2', 1),
    "swapped lines": lambda pen, lines: pen.file(lines).replace(
        b",\n".join(line.encode() for line in lines[:2]),
        b",\n".join(line.encode() for line in lines[1::-1]),
    ),
}


@pytest.mark.parametrize("fault", BROKEN_FILES)
def test_a_file_with_a_broken_frame_is_refused_by_both_and_changes_nothing(world, fault):
    data = BROKEN_FILES[fault](world.pen, world.lines)
    before = world.application.exchange.digest(world.group)

    with pytest.raises(Refused):
        read_bundle(data)
    with pytest.raises(BundleError):
        world.give(data)

    assert world.application.exchange.digest(world.group) == before


def test_a_file_by_somebody_who_is_no_member_is_refused(world):
    passer_by = Pen(group=world.group)

    with pytest.raises(BundleError, match="not in the group"):
        world.give(passer_by.file(world.lines))


@pytest.mark.parametrize("text", ["\\u0000", "\u2028 / \x7f", '"[[[[['])
def test_a_text_that_only_looks_forbidden_is_taken(world, text):
    world.write("person.set", {"person": PEOPLE[0], "first": text})

    world.give()

    assert world.says() == world.reader_says()


@pytest.mark.parametrize("spelling", ["ascii", "spaces", "no last line feed"])
def test_a_file_spelt_otherwise_where_the_page_leaves_room_is_taken(world, spelling):
    world.write("person.set", {"person": PEOPLE[0], "first": "Zoë"})
    parts = [json.loads(line) for line in world.lines]
    lines = {
        "ascii": [json.dumps(part) for part in parts],
        "spaces": [json.dumps(part, ensure_ascii=False, separators=(" , ", ":")) for part in parts],
    }.get(spelling, world.lines)
    data = world.pen.file(lines)

    world.give(data.rstrip(b"\n") if spelling == "no last line feed" else data)

    assert world.says() == world.reader_says()
