"""Items: what travels open, what travels closed, and what is no item."""

import hashlib
import json
from pathlib import Path

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
from support.golden import golden_events
from support.journal import Group, person

from npq_desktop.journal.codec import b64decode, b64encode, canonical
from npq_desktop.journal.event import Event
from npq_desktop.journal.kinds import KINDS
from npq_desktop.relay.boxes import close, epoch_id, new_epoch, opened
from npq_desktop.relay.items import OPEN_KINDS, ItemError, doubted, item_of, read_item

GOLDEN = Path(__file__).parent / "golden" / "items.jsonl"
KEY = bytes([5]) * 32
KEYS = {epoch_id(KEY): KEY}


@pytest.fixture(scope="module")
def group() -> Group:
    return Group()


def mark(group: Group, state: str = "present", **more: object) -> Event:
    content = {"person": person("ann"), "event": "m1.seminar", "state": state, **more}
    return group.write("olu", "mark.set", content)


def closed(event: Event) -> str:
    return item_of(event, close(event, KEY) if event.payload else None).line()


def code(line: str, **asked: object) -> str:
    with pytest.raises(ItemError) as caught:
        read_item(line, **asked)  # type: ignore[arg-type]
    return caught.value.code


# -- golden ---------------------------------------------------------------------------------------


def test_golden_items_are_written_as_ever() -> None:
    written = [closed(event) for event in golden_events()]

    assert written == GOLDEN.read_text("utf-8").splitlines()


def test_golden_items_open_to_the_same_events() -> None:
    items = [read_item(line) for line in GOLDEN.read_text("utf-8").splitlines()]

    found = [opened(item.event, item.boxes, KEYS) or item.event for item in items]

    assert tuple(found) == golden_events()


def test_a_golden_box_is_what_the_page_says() -> None:
    """Opened by hand, step by step, from journal/FORMAT.md alone."""
    header, _, _, _, box = json.loads(GOLDEN.read_text("utf-8").splitlines()[3])
    event_id = hashlib.sha256(b"npq-event-1\0" + header.encode()).hexdigest()
    epoch, _, text = box.partition(".")
    nonce = hashlib.sha256(b"npq-box-1\0" + event_id.encode()).digest()[:24]

    plain = decrypt(b64decode(text), event_id.encode(), nonce, KEY)

    assert epoch == hashlib.sha256(b"npq-epoch-1\0" + KEY).hexdigest()[:32]
    assert len(plain) == 512
    payload = plain.rstrip(b"\0")[22:]
    salted = b64decode(plain[:22].decode()) + payload
    assert hashlib.sha256(salted).hexdigest() == json.loads(header)["ph"]
    assert json.loads(payload)["state"] == "present"


# -- what travels how -----------------------------------------------------------------------------


def test_open_are_the_kinds_of_authority_and_of_the_connection() -> None:
    authority = {name for name, kind in KINDS.items() if kind.is_authority}

    assert authority | {"relay.set", "relay.key"} == OPEN_KINDS


def test_a_mark_is_not_in_its_item(group: Group) -> None:
    line = closed(mark(group))

    assert person("ann") not in line
    assert "present" not in line


def test_present_and_absent_on_time_and_late_have_boxes_of_one_length(group: Group) -> None:
    lengths = {
        len(close(each, KEY))
        for each in (mark(group), mark(group, "absent"), mark(group, minutes_late=15))
    }

    assert len(lengths) == 1


def test_the_longest_payload_fits_into_a_box(group: Group) -> None:
    note = group.write("olu", "note.add", {"id": "n", "text": "x" * 65_000})
    item = read_item(closed(note))

    assert opened(item.event, item.boxes, KEYS) == note


def test_white_space_at_the_end_of_a_payload_arrives(group: Group) -> None:
    event = mark(group)
    payload, salt = f"{event.payload} \n", b64decode(str(event.salt))
    ph = hashlib.sha256(salt + payload.encode()).hexdigest()
    header = canonical({**json.loads(event.header), "ph": ph})
    sig = group.pen("olu").author.sign(b"npq-sig-1\0" + header.encode())
    spaced = read_item(canonical([header, payload, event.salt, sig]), is_open=True).event

    item = read_item(closed(spaced))

    assert opened(item.event, item.boxes, KEYS) == spaced


def test_one_entry_under_one_key_is_one_box(group: Group) -> None:
    event = mark(group)

    assert close(event, KEY) == close(event, KEY)
    assert close(event, KEY) != close(event, new_epoch())


def test_a_text_that_is_not_here_cannot_be_closed(group: Group) -> None:
    with pytest.raises(ValueError, match="cannot be closed"):
        close(mark(group).blanked(), KEY)


# -- opening --------------------------------------------------------------------------------------


def test_the_box_that_fits_is_found_among_others(group: Group) -> None:
    event, other, key = mark(group), mark(group, "absent"), new_epoch()
    spoilt = close(event, KEY)[:-4] + "AAAA"
    boxes = ["nobody.AAAA", spoilt, close(other, KEY), close(event, key), close(event, KEY)]

    assert opened(event.blanked(), boxes, KEYS) == event
    assert opened(event.blanked(), boxes[:-1], KEYS) is None


def test_a_box_of_another_text_for_the_same_entry_is_not_taken(group: Group) -> None:
    """A member can close anything under a key; the author's hash tells."""
    event = mark(group)
    forged = str(event.payload).replace("present", "absent")
    lie = Event(**{name: getattr(event, name) for name in event.__slots__} | {"payload": forged})

    assert opened(event.blanked(), [close(lie, KEY)], KEYS) is None


# -- what is no item ------------------------------------------------------------------------------


def test_an_item_that_was_changed_is_unsound(group: Group) -> None:
    header, *rest = json.loads(closed(mark(group)))

    assert code(canonical([header.replace('"seq":', '"seq":1'), *rest])) == "unsound"
    assert code(canonical([header, None, None, b64encode(bytes(64))])) == "unsound"
    assert code(canonical([header, None, "A" * 22, rest[2]])) == "unsound"
    assert code(canonical([header])) == "unsound"
    assert code(canonical({"header": header})) == "unsound"
    assert code("[") == "malformed"


def test_an_open_text_is_taken_in_a_room_only(group: Group) -> None:
    event = mark(group)

    assert code(event.line()) == "open_text"
    assert read_item(event.line(), is_open=True).event == event
    assert code(group.write("olu", "future.set", {"x": 1}).line()) == "open_text"


@pytest.mark.parametrize(
    "box", ["", ".", "a.", "a.b.c", "a b.c", "ä.b", "a." + "x" * 180_000, 5, None, "??"]
)
def test_a_box_is_two_runs_of_letters_with_a_dot(group: Group, box: object) -> None:
    assert code(canonical([*json.loads(mark(group).blanked().line()), box])) == "unsound"


def test_boxes_stand_only_where_a_text_was_left_out(group: Group) -> None:
    start = json.loads(group.events[0].line())
    nothing = json.loads(group.write("olu", "mark.set", None).line())

    assert code(canonical([*start, "a.b"])) == "boxed"
    assert code(canonical([*start, "?"])) == "unsound"
    assert code(canonical([start[0], None, None, start[3], "?"])) == "unsound"
    assert code(canonical([*nothing, "a.b"])) == "unsound"


def test_a_push_has_one_box_and_a_page_several(group: Group) -> None:
    parts = json.loads(mark(group).blanked().line())

    assert code(canonical([*parts, "a.b", "a.c"]), at_most=1) == "unsound"
    assert code(canonical([*parts, "?", "a.c"])) == "unsound"
    assert read_item(canonical([*parts, "a.b", "a.c", "?"])).boxes == ("a.b", "a.c", "?")


def test_an_item_is_whole_where_nothing_is_missing(group: Group) -> None:
    event = mark(group)

    assert item_of(group.events[0]).is_whole
    assert item_of(group.write("olu", "mark.set", None)).is_whole
    assert item_of(event, close(event, KEY)).is_whole
    assert not item_of(event).is_whole
    assert not doubted(event).is_whole
