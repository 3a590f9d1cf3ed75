"""What became of this laptop's own entries: sent to whom, and surely there.

An entry counts as received only when a file signed by that laptop contains it; a sent file proves
nothing.
Source: journal/FORMAT.md, section 7.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from npq_desktop.journal.kinds.authority import MemberFact
from npq_desktop.journal.state import State
from npq_desktop.rows.outgoing import Outgoing, SentTo
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import EXPORT
from npq_desktop.services.core.times import instant
from npq_desktop.services.exchange.words import called
from npq_desktop.store.journalling import RECOVERY
from npq_desktop.store.local import ExchangeFact, ReceiptFact
from npq_desktop.store.store import Store

if TYPE_CHECKING:
    from npq_desktop.bundle.parse import BundleFile

OWN = "own entries"
"""In the exchange log: how many of this laptop's entries a file took out."""
INVITED = "{} (invited)"
LEFT = "left"
"""In a note: the key of its author, whose laptop has handed the group over."""
READABLE = "readable"
HUB_ROUTE = "hub"
_OWN_AT_HUB = re.compile(r'\{"own_at_hub":(\d+)')


def keep_receipt(store: Store, bundle: "BundleFile", own: str, *, route: str) -> None:
    """Keep what a member's file proves: which entries by the key ``own`` its writer has.

    A count for each stream is proof enough: should ours have fewer one day, they were lost here,
    see :attr:`Outgoing.lost`. What is recorded after a loss is in another stream.
    """
    manifest = bundle.manifest
    streams = Counter(event.stream for event in bundle.events if event.key == own)
    covered = streams.total()
    entries = len({event.id for event in bundle.events})
    proof = {"manifest": manifest.text, "sig": manifest.sig, "own": covered, "streams": streams}
    proof["entries"] = entries
    # A restore reads a file that the lost laptop made long ago, which shows nothing about today.
    made = instant(manifest.at) if route == RECOVERY else None
    if (covered, entries) < _covered(store, manifest.group, manifest.by, route):
        return  # an older file, opened after a newer one
    store.local.save_receipt(
        manifest.group, by=manifest.by, route=route, document=json.dumps(proof), when=made
    )


def outgoing(store: Store, facts: GroupFacts, own: str) -> Outgoing:
    """What the laptop with the key ``own`` sent of one group, and who surely has it."""
    lines = [
        line
        for line in store.local.exchanges(facts.id)
        if line.direction == "out" and line.form != EXPORT
    ]
    here = Counter([event.stream for event in facts.state.events.values() if event.key == own])
    receipts = store.local.receipts(facts.id)
    heard = {receipt.by: receipt.when for receipt in receipts}
    at_hub = max((_at_hub(each) for each in receipts), key=lambda hub: hub[0], default=(0, None))
    invited = {invite.member: INVITED.format(invite.name) for invite in facts.invites}
    others = []
    for member in other_laptops(facts, own):
        names = {called(member), invited.get(member.member)}
        line = next((one for one in lines if _reaches(one, member, names)), None)
        confirmed, lost = _confirmed(store, facts.id, member.key, here)
        sent, when, route = _sent(line, at_hub)
        moments = [seen for seen in (member.last_seen, heard.get(member.key)) if seen]
        others.append(
            SentTo(
                key=member.key,
                who=member.shown,
                laptop=member.device,
                sent=sent,
                confirmed=confirmed,
                lost=lost,
                when=when,
                route=route,
                heard=max(moments, default=None),
            )
        )
    sent, when, route = _sent(lines[0] if lines else None, at_hub)
    return Outgoing(sum(here.values()), tuple(others), last=when, route=route, last_sent=sent)


def _at_hub(receipt: ReceiptFact) -> tuple[int, datetime | None]:
    is_hub = receipt.route == HUB_ROUTE
    return (own_at_hub(receipt.document), receipt.when) if is_hub else (0, None)


def _sent(
    line: ExchangeFact | None, at_hub: tuple[int, datetime | None]
) -> tuple[int, datetime | None, str]:
    """How much went out, when and how: by a line of the log, or over a hub where that is more."""
    number = line.counts.get(OWN, 0) if line else 0
    if at_hub[0] > number:
        return *at_hub, HUB_ROUTE
    return (number, line.when, line.route) if line else (0, None, "")


def own_at_hub(document: str) -> int:
    """How many of this laptop's entries a hub's kept proof is for; the rest of it can be long."""
    found = _OWN_AT_HUB.match(document)
    return int(found[1]) if found else 0


def other_laptops(facts: GroupFacts, own: str) -> Sequence[MemberFact]:
    """The other laptops that are in the group now, by name; a recovery sheet is none."""
    gone = handed_over(facts.state)
    found = [
        member
        for member in facts.members.values()
        if member.key not in {own, *gone} and not member.revoked and not member.is_sheet
    ]
    return sorted(found, key=lambda member: (member.name.casefold(), member.device.casefold()))


def handed_over(state: State) -> frozenset[str]:
    """The keys of laptops that handed the group over: they said so, and nothing follows it."""
    notes = [
        event
        for event in state.events.values()
        if event.kind == "note.add"
        and event.id not in state.held
        and (event.content or {}).get(LEFT) == event.key
    ]
    followed = {event.prev for event in state.events.values()} if notes else set()
    return frozenset(note.key for note in notes if note.id not in followed)


_SEEN = "leavers_seen:{}"
"""A setting of this laptop: whose leaving of a group was shown in its panel."""


def unseen_leavers(store: Store, facts: GroupFacts) -> Sequence[str]:
    """The keys of laptops that handed the group over since the panel was last looked at."""
    gone = handed_over(facts.state)
    return (
        sorted(gone.difference(store.local.setting(_SEEN.format(facts.id)) or ())) if gone else []
    )


def note_leavers(store: Store, facts: GroupFacts) -> None:
    """Say no more in the header whose laptops have left; the panel goes on saying it.

    Raises:
        StoreError: it could not be kept.
    """
    if unseen_leavers(store, facts):
        store.local.save_setting(_SEEN.format(facts.id), sorted(handed_over(facts.state)))


def holders_of_all(store: Store, facts: GroupFacts) -> frozenset[str]:
    """The keys whose own files proved that they have every entry of the group that is here.

    What a file held is here since it was opened, so as many entries are the same entries.
    """
    everything = len(facts.state.events)
    receipts = store.local.receipts(facts.id)
    have = ((each.by, json.loads(each.document).get("entries", 0)) for each in receipts)
    return frozenset(key for key, entries in have if entries >= everything)


def _reaches(line: ExchangeFact, member: MemberFact, names: set[str | None]) -> bool:
    """Whether a file was for a laptop, by keys; a line of an earlier version has names alone."""
    if line.form == READABLE:
        return True
    if keys := line.note.split():
        return member.key in keys or member.member in keys
    return not names.isdisjoint(line.for_whom)


def _covered(store: Store, group: str, by: str, route: str) -> tuple[int, int]:
    """How many of our entries, and how many in all, the receipt of a key by this route proves."""
    documents = (
        json.loads(receipt.document)
        for receipt in store.local.receipts(group)
        if (receipt.by, receipt.route) == (by, route)
    )
    counts = ((int(each.get("own", 0)), int(each.get("entries", 0))) for each in documents)
    return max(counts, default=(0, 0))


def _confirmed(store: Store, group: str, by: str, here: Mapping[str, int]) -> tuple[int, int]:
    """How many of our entries a key proved to have: of those that are ``here``, by stream, and of
    those that are not.
    """
    confirmed = lost = 0
    for receipt in store.local.receipts(group):
        if receipt.by != by:
            continue
        document = json.loads(receipt.document)
        streams = document.get("streams")
        if streams is None:  # by an older version, which kept the sum alone
            covered, own = int(document.get("own", 0)), sum(here.values())
            found = min(covered, own)
        else:
            covered = sum(streams.values())
            found = sum(min(number, here.get(stream, 0)) for stream, number in streams.items())
        confirmed, lost = max(confirmed, found), max(lost, covered - found)
    return confirmed, lost


def confirmed_until(store: Store, facts: GroupFacts, own: str, other: SentTo) -> datetime | None:
    """The time of the last entry by ``own`` that another laptop surely has, as it claims to be."""
    proofs = [
        json.loads(receipt.document).get("streams") or {}
        for receipt in store.local.receipts(facts.id)
        if receipt.by == other.key
    ]
    most = max(proofs, key=lambda streams: sum(streams.values()), default={})
    ours = [event for event in facts.state.events.values() if event.key == own]
    seen = [event.at for event in ours if event.seq <= most.get(event.stream, 0)]
    return max((made for at in seen if (made := instant(at))), default=None)
