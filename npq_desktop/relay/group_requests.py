"""The requests about one group: read it, send to it, open it, remove it.

Source: journal/FORMAT.md, section 10.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool

from npq_desktop.journal.codec import canonical, is_hash, is_random_id
from npq_desktop.journal.event import START_KIND
from npq_desktop.journal.keys import signature_holds
from npq_desktop.relay import limits
from npq_desktop.relay.asking import Asked, Reply, body_of, number, texts
from npq_desktop.relay.backing import Backing, GroupSummary, no_such_group
from npq_desktop.relay.items import OPEN_KINDS, ItemError, RelayItem, item_of_parts
from npq_desktop.relay.limits import Guard
from npq_desktop.relay.pushes import has_join_of, items_of, malformed, parts_of, read_object
from npq_desktop.relay.replies import (
    SIGNATURE_HEADER,
    RefusalError,
    push_message,
    remove_message,
    reply_holds,
)
from npq_desktop.relay.standing import Access, Rank, root_keys
from npq_desktop.relay.waiting import Waiters


@dataclass(frozen=True, slots=True)
class GroupRequests:
    """Answers them over one backing."""

    backing: Backing
    waiters: Waiters
    guard: Guard

    # -- reading ------------------------------------------------------------------------------

    async def summary(self, asked: Asked) -> Reply:
        """The summary, perhaps once it changed."""
        since, seconds = asked.request.query_params.get("since"), number(asked, "wait")
        if seconds > limits.MAX_WAIT_SECONDS:
            raise malformed("A request waits for 25 seconds at most.")
        await self._reader(asked)
        if since is not None and seconds:
            await self._wait(asked.group, since, seconds)
            await self._reader(asked)
        found = await run_in_threadpool(self.backing.summary, asked.group)
        return Reply.of(200, _said(asked.group, found, since))

    async def _wait(self, group: str, since: str, seconds: float) -> None:
        """Until the group's stamp is another than ``since``; noted first, then looked at."""
        waiting = asyncio.ensure_future(self.waiters.wait(group, since, seconds))
        await asyncio.sleep(0)
        self.waiters.heard(await run_in_threadpool(self.backing.stamps, [group]))
        await waiting

    async def page(self, asked: Asked) -> Reply:
        """Items from a position."""
        stream = asked.request.query_params.get("stream")
        if stream is not None and not is_random_id(stream):
            raise malformed("This is no stream.")
        first = number(asked, "from")
        await self._reader(asked)
        page = await run_in_threadpool(self.backing.page, asked.group, stream, first)
        ends = canonical(
            {"from": first, "group": asked.group, "next": page.following, "stream": stream}
        )
        body = ends[:-1] + ',"items":[' + ",\n".join(page.lines) + "]}"
        return Reply(200, body.encode())

    async def _reader(self, asked: Asked) -> Access:
        """The group's access.

        Raises:
            RefusalError: the asker may not read there.
        """
        access, rank = await self._rank(asked)
        if access is None or rank is Rank.STRANGER:
            raise no_such_group()
        if not rank.reads:
            raise _kept_out(rank)
        return access

    async def _rank(self, asked: Asked) -> tuple[Access | None, Rank]:
        if not is_hash(asked.group):
            return None, Rank.STRANGER
        try:
            access = await run_in_threadpool(self.backing.access, asked.group)
        except RefusalError as refusal:
            if refusal.code == "removed":
                raise
            return None, Rank.STRANGER
        return access, Rank.STRANGER if access is None else access.rank(asked.key)

    # -- writing ------------------------------------------------------------------------------

    async def push(self, asked: Asked) -> Reply:
        """Take in what a laptop sends."""
        signature = asked.request.headers.get(SIGNATURE_HEADER, "")
        body = await body_of(asked.request)
        message = push_message(self.backing.key.public, asked.group, body)
        if not signature_holds(public=asked.key, message=message, signature=signature):
            raise RefusalError(401, "signature", "The push is not signed by the session's key.")
        access, rank = await self._rank(asked)
        if rank is Rank.REVOKED:
            raise _kept_out(rank)
        if access is None or rank is Rank.STRANGER:
            rank = await self._newcomer(asked, access, body)
        parts = await run_in_threadpool(parts_of, body, asked.group)
        items = await self._judged(asked, parts)
        if rank is Rank.CONTESTED and not all(_is_open_kind(item) for item in items):
            raise _kept_out(rank)
        done = await run_in_threadpool(self.backing.push, asked.group, asked.key, items)
        if done.new or done.texts:
            self.waiters.heard({asked.group: done.stamp})
        return Reply.of(
            200,
            {
                "new": done.new,
                "had": done.had,
                "texts": done.texts,
                "erased": done.erased,
                "stamp": done.stamp,
                "streams": done.streams,
            },
        )

    async def _judged(self, asked: Asked, parts: list[object]) -> list[RelayItem]:
        is_open = self.backing.is_room
        return await run_in_threadpool(lambda: items_of(parts, asked.group, is_open=is_open))

    async def _newcomer(self, asked: Asked, access: Access | None, body: bytes) -> Rank:
        """The rank of a stranger whose own join is in what she sends; else as if no group were
        here, whatever is wrong with it.
        """
        try:
            parts = parts_of(body, asked.group)
            if access is None or not has_join_of(parts, asked.key):
                raise no_such_group()
            items = await self._judged(asked, parts)
        except RefusalError:
            raise no_such_group() from None
        events = [item.event for item in items]
        with_hers = await run_in_threadpool(lambda: access.with_more(events, {}))
        rank = with_hers.rank(asked.key)
        if rank is Rank.STRANGER:
            raise no_such_group()
        if rank is Rank.REVOKED:
            raise _kept_out(rank)
        return rank

    async def open(self, asked: Asked) -> Reply:
        """Keep a group from now on."""
        said = read_object(await body_of(asked.request))
        start = _start(said, asked.group)
        if asked.key not in root_keys(start.event):
            raise RefusalError(
                403, "not_root", "A group is opened by a laptop or sheet that it starts with."
            )
        code = None
        if not self._is_receipt(said.get("receipt"), asked.target):
            (code,) = texts(said, "code")
            self.guard.check(limits.WRONG_CODES, asked.address)
        try:
            is_new, stamp = await run_in_threadpool(self.backing.open_group, start, code)
        except RefusalError as refusal:
            if refusal.code == "code":
                self.guard.spend(limits.WRONG_CODES, asked.address)
            raise
        return Reply.of(201 if is_new else 200, {"group": asked.group, "stamp": stamp})

    def _is_receipt(self, said: object, target: str) -> bool:
        """Whether this is the hub's own signed word that the group was open here.

        Raises:
            RefusalError: it is there, and is not.
        """
        if said is None:
            return False
        given = said if isinstance(said, dict) else {}
        nonce, body, signature = texts(given, "nonce", "body", "signature")
        status = given.get("status")
        if (
            status not in (200, 201)
            or type(status) is not int
            or not reply_holds(
                self.backing.key.public,
                signature,
                nonce=nonce,
                method="PUT",
                target=target,
                status=status,
                body=body.encode(),
            )
        ):
            raise RefusalError(403, "code", "This is no word of this hub.")
        return True

    async def remove(self, asked: Asked) -> Reply:
        """Forget a group for good."""
        signature = asked.request.headers.get(SIGNATURE_HEADER, "")
        await self._reader(asked)
        message = remove_message(self.backing.key.public, asked.group)
        if not signature_holds(public=asked.key, message=message, signature=signature):
            raise RefusalError(401, "signature", "The removal is not signed by the session's key.")
        _, rank = await self._rank(asked)
        if rank is not Rank.ROOT:
            raise RefusalError(
                403, "not_root", "Only a coordinator who started it removes a group."
            )
        await run_in_threadpool(self.backing.remove, asked.group)
        return Reply.of(200, {"removed": True})


def _said(group: str, found: GroupSummary, since: str | None) -> dict[str, object]:
    said: dict[str, object] = {
        "group": group,
        "stamp": found.stamp,
        "delete_on": found.delete_on,
    }
    return said if since == found.stamp else said | {"streams": found.streams}


def _start(said: Mapping[str, Any], group: str) -> RelayItem:
    if not isinstance(said.get("start"), list):
        raise malformed("The request has no start of a group.")
    try:
        start = item_of_parts(said["start"], at_most=0)
    except ItemError as error:
        raise RefusalError(422, "unsound", str(error), item=0) from None
    if start.event.kind != START_KIND or start.event.content is None:
        raise RefusalError(422, "unsound", "This is not the start of a group.", item=0)
    if start.event.id != group:
        raise malformed("The request is about another group.")
    return start


def _is_open_kind(item: RelayItem) -> bool:
    return item.event.kind in OPEN_KINDS


def _kept_out(rank: Rank) -> RefusalError:
    if rank is Rank.REVOKED:
        return RefusalError(403, "revoked", "This laptop was removed from the group.")
    return RefusalError(
        403, "contested", "Two laptops used one invitation. A coordinator has to choose."
    )
