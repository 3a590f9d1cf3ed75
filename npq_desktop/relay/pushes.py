"""The bundle that a laptop sends: written line by line, read strictly, judged item by item.

Source: journal/FORMAT.md, section 10.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from npq_desktop.journal.codec import BrokenTextError, canonical, parse_json
from npq_desktop.relay.items import ItemError, RelayItem, item_of_parts
from npq_desktop.relay.limits import MAX_DEPTH, MAX_ITEMS
from npq_desktop.relay.replies import RefusalError

FORMAT = "npq-relay"
VERSION = 1

_MEMBERS = {"format", "v", "group", "items"}
_TOO_MANY = "This hub takes at most 500 entries at once."


def bundle_of(group: str, lines: Iterable[str]) -> bytes:
    """The bundle that holds these items, each one line of JSON."""
    head = f'{{"format":"{FORMAT}","v":{VERSION},"group":{canonical(group)},"items":[\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode()


def read_object(body: bytes) -> Mapping[str, Any]:
    """The JSON object that a request's body is.

    Raises:
        RefusalError: it is not strict JSON, or no object.
    """
    try:
        said = parse_json(body.decode(), max_depth=MAX_DEPTH)
    except (BrokenTextError, UnicodeDecodeError):
        raise malformed("The request is not strict JSON.") from None
    if not isinstance(said, dict):
        raise malformed("The request is not a JSON object.")
    return said


def parts_of(body: bytes, group: str) -> list[object]:
    """The items of a bundle, each as its list of parts, nothing of them checked yet.

    Raises:
        RefusalError: it is no bundle of this group, or holds too many.
    """
    said = read_object(body)
    if said.get("format") == FORMAT and type(said.get("v")) is int and said["v"] != VERSION:
        raise RefusalError(426, "newer", "This is written by a newer version of the program.")
    if said.keys() != _MEMBERS or said["format"] != FORMAT or type(said["v"]) is not int:
        raise malformed("The request is not what a laptop sends.")
    if said["group"] != group or not isinstance(said["items"], list):
        raise malformed("The request is about another group, or has no items.")
    items: list[object] = said["items"]
    if len(items) > MAX_ITEMS:
        raise RefusalError(413, "too_large", _TOO_MANY)
    return items


def items_of(parts: Iterable[object], group: str, *, is_open: bool = False) -> list[RelayItem]:
    """The items, each checked by itself.

    Raises:
        RefusalError: one of them is not sound; ``item`` is its place.
    """
    found = []
    for place, each in enumerate(parts):
        try:
            item = item_of_parts(each, is_open=is_open, at_most=1)
        except ItemError as error:
            raise _refused(error, place) from None
        if item.event.group_id != group:
            raise RefusalError(422, "unsound", "An item belongs to another group.", item=place)
        found.append(item)
    return found


def has_join_of(parts: Iterable[object], key: str) -> bool:
    """Whether one of these claims to be a join by ``key``; nothing is checked but how it looks."""
    return any(_claims_to_join(each, key) for each in parts)


def _claims_to_join(parts: object, key: str) -> bool:
    header = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(header, str) or '"kind":"join"' not in header:
        return False
    try:
        said = parse_json(header)
    except BrokenTextError:
        return False
    return isinstance(said, dict) and (said.get("kind"), said.get("key")) == ("join", key)


def malformed(text: str) -> RefusalError:
    """The refusal of a request that is not what it must be."""
    return RefusalError(400, "malformed", text)


def _refused(error: ItemError, place: int) -> RefusalError:
    if error.code == "newer":
        return RefusalError(426, "newer", str(error))
    code = "unsound" if error.code == "malformed" else error.code
    return RefusalError(422, code, str(error), item=place)
