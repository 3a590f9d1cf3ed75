"""Writing a sync file."""

import hashlib
import io
from dataclasses import replace

import pytest
from support.bundles import SAM, small_group, sound_file
from support.journal import AT, Group

from npq_desktop.bundle.errors import FileLimitError, OtherGroupError
from npq_desktop.bundle.manifest import MAX_EVENTS
from npq_desktop.bundle.writing import bundle_bytes, sort_out, write_bundle

GROUP = small_group()


def test_file_has_its_fixed_layout() -> None:
    stream = io.BytesIO()

    manifest = write_bundle(stream, GROUP.events, author=SAM, group=GROUP.id, at=AT)

    first, *lines, last, end = stream.getvalue().split(b"\n")
    assert first.startswith(b'{"format":"npq-sync","v":1,"manifest":"{\\"at\\":')
    assert first.endswith(b'","sig":"' + manifest.sig.encode() + b'","events":[')
    assert [line.endswith(b",") for line in lines] == [True] * 5 + [False]
    assert (last, end) == (b"]}", b"")


def test_digest_is_over_the_lines_without_their_commas() -> None:
    manifest = write_bundle(io.BytesIO(), GROUP.events, author=SAM, group=GROUP.id, at=AT)

    text = "".join(event.line() + "\n" for event in GROUP.events)
    assert manifest.digest == hashlib.sha256(text.encode()).hexdigest()


def test_file_of_another_group_is_not_written() -> None:
    with pytest.raises(OtherGroupError):
        bundle_bytes(GROUP.events, author=SAM, group=Group("other").id, at=AT)


def test_file_with_more_entries_than_a_reader_takes_is_not_written() -> None:
    stream = io.BytesIO()
    short = small_group().write("sam", "note.add", None)  # 50,001 of them fit into 32 MiB
    events = [short] * (MAX_EVENTS + 1)

    with pytest.raises(FileLimitError, match="50,001"):
        write_bundle(stream, events, author=SAM, group=GROUP.id, at=AT)
    assert not stream.getvalue()


def test_file_larger_than_a_reader_takes_is_not_written() -> None:
    long = GROUP.write("sam", "note.add", {"text": "x" * 65_000})

    with pytest.raises(FileLimitError, match="KiB"):
        bundle_bytes([long] * 600, author=SAM, group=GROUP.id, at=AT)


def test_sort_out_leaves_out_and_lists_what_does_not_verify() -> None:
    events = GROUP.events[:6]
    forged = replace(events[3], sig=events[4].sig)
    changed = replace(events[5], payload="{}")
    foreign = Group("other").events[0]

    result = sort_out([*events[:3], forged, foreign, events[4], changed], group=GROUP.id)

    assert result.sound == (*events[:3], events[4])
    assert [event.id for event, _ in result.left_out] == [forged.id, foreign.id, changed.id]
    assert [
        word in reason
        for word, (_, reason) in zip(
            ("signature", "another group", "changed"), result.left_out, strict=True
        )
    ] == [True] * 3


def test_same_group_is_written_byte_for_byte_alike() -> None:
    assert sound_file(small_group()) == sound_file(small_group())
