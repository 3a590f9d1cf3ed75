"""What a window does with hubs, as steps: work for another thread, and what changed here.

A generator gives a callable where something is to be asked beside the window, and is sent what that
returned; it gives ``Changes`` where something was taken in, and goes on when marks have had their
turn. Stopping one anywhere loses nothing: the next begins anew.
"""

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from npq_desktop.errors import NpqDesktopError
from npq_desktop.journal.authority import Role
from npq_desktop.journal.kinds.relay import HUB, HubFact
from npq_desktop.relay.summaries import StreamSummary, streams_of
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.exchange import HubView
from npq_desktop.rows.groups import SyncChip
from npq_desktop.rows.outgoing import Outgoing
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.exchange import chip_words
from npq_desktop.services.exchange.network import hub_words as words
from npq_desktop.services.exchange.network.daily_log import DailyLog
from npq_desktop.services.exchange.network.hub_choices import HubChoices, host_in, host_of
from npq_desktop.services.exchange.network.hub_doubts import HubDoubts
from npq_desktop.services.exchange.network.hub_lines import HubLines
from npq_desktop.services.exchange.network.hub_standing import HubStanding
from npq_desktop.services.exchange.network.hubs import ROUTE, HubService, HubTask
from npq_desktop.services.exchange.outgoing import OWN, own_at_hub
from npq_desktop.sync.hub import HubCaller, HubLink, HubReply, read_link
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError
from npq_desktop.sync.passes import HubPull, HubPush
from npq_desktop.sync.reconcile import first_pull

Work = Callable[[], Any]
Steps = Generator["Work | Changes", Any, None]
WAIT_SECONDS = 25


@dataclass(frozen=True, slots=True)
class FoundHub:
    """A hub that said hello: what it is called and where it is."""

    link: HubLink
    name: str
    host: str

    @classmethod
    def of(cls, link: HubLink, said: object) -> "FoundHub":
        """The hub at the end of a link, by what it says it is called."""
        host = host_in(link.url)
        name = "".join(each for each in str(said) if each.isprintable()).strip()
        return cls(link, name[:60] or host, host)

    @classmethod
    def by(cls, text: str, name: str) -> "FoundHub":
        """The hub that a link leads to, if it is called so; nobody is asked.

        Raises:
            HubLinkError: the text is no link.
        """
        return cls.of(read_link(text), name)


class HubRounds:
    """One per window."""

    def __init__(
        self, core: Core, *, hubs: HubService, choices: HubChoices, lines: HubLines | None = None
    ) -> None:
        self._core = core
        self._hubs = hubs
        self._choices = choices
        self.lines = lines or HubLines()
        self._draw = random.Random()  # noqa: S311  # only so that laptops do not ask all at once
        self._standings: dict[tuple[str, str], HubStanding] = {}
        self._log = DailyLog(core, ROUTE)
        self._doubts = HubDoubts(core)

    # -- connecting ---------------------------------------------------------------------------

    def look(self, text: str) -> Work:
        """What finds out which hub a link leads to.

        Raises:
            HubLinkError: the text is no link.
        """
        link = read_link(text)
        author = self._core.identities.author_as(self._core.identities.new_member())
        proxy = self._choices.proxy

        def hello() -> FoundHub:
            said = self.lines.caller(link.url, link.hub, author, proxy).hello().said
            return FoundHub.of(link, said.get("name", ""))

        return hello

    def connecting(self, group: str, found: FoundHub) -> Steps:
        """Have the group kept there and write that it travels over it.

        Raises:
            ServiceError: this laptop is no coordinator's.
            HubTroubleError: the hub does not take it.
        """
        opening = self._hubs.opening(group, found.link)
        caller = self._caller(found.link.url, found.link.hub, group)
        reply: HubReply = yield lambda: opening.ask(caller())
        self._choices.choose(group, found.link.hub, use=True)
        yield self._hubs.connected(group, found.link, found.name, reply)

    def removing(self, group: str, key: str) -> Steps:
        """Have the hub delete the group, and write that it travels over it no longer.

        Raises:
            HubTroubleError: the hub does not do it.
        """
        hub = self._hub(group, key)
        caller = self._caller(hub.url or "", hub.hub, group)
        yield lambda: caller().remove(group)
        yield self._hubs.leave(group, hub)

    def leave(self, group: str, key: str) -> Changes:
        """The group travels over a hub no longer.

        Raises:
            ServiceError: this laptop is no coordinator's.
            StoreError: it could not be made durable.
        """
        return self._hubs.leave(group, self._hub(group, key))

    def said_of(self, error: NpqDesktopError, name: str = "", host: str = "") -> str:
        """What a dialog says of what was in the way."""
        if not isinstance(error, HubTroubleError):
            return str(error)
        now = self._core.clock()
        return words.trouble_words(
            error.trouble, words.Whom(name or "The hub", host or "its address"), now, now
        )

    # -- how things stand -----------------------------------------------------------------------

    def standing(self, group: str, hub: HubFact) -> HubStanding:
        """How a group stands at a hub; at first as far as its kept proof says."""
        known = self._standings.get((group, hub.hub))
        if known is None:
            known = self._standings[group, hub.hub] = HubStanding(hub)
            known.clock_there = self._hubs.time_at(hub.hub)
            for receipt in self._core.store.local.receipts(group):
                if (receipt.by, receipt.route) == (hub.hub, ROUTE):
                    known.there, known.arrived = own_at_hub(receipt.document), receipt.when
        known.hub = hub
        return known

    def chip(self, facts: GroupFacts, standing: Outgoing) -> SyncChip | None:
        """What the header says of a group that travels over a hub; None for others."""
        now = self._core.now(facts.id)
        standings = [self.standing(facts.id, hub) for hub in self._choices.used(facts.id)]
        if self._choices.unanswered(facts.id) is not None:
            return SyncChip(chip_words.UNANSWERED, needs_action=True)
        if not standings:
            return None
        own = standing.own
        if len(standings) > 1 and all(here.has_all(own) for here in standings):
            return SyncChip(chip_words.on_several(len(standings)), needs_action=False)
        here = min(standings, key=lambda one: one.urgency(own))
        return SyncChip(here.chip(own, now), needs_action=here.needs_action)

    def views(self, group: str) -> tuple[HubView, ...]:
        """A group's hubs: that about which somebody is to be asked, those used here, the others."""
        asked, used = self._choices.unanswered(group), self._choices.used(group)
        ordered = (*([asked] if asked else ()), *used, *self._choices.hubs(group))
        return tuple(self._view(group, hub) for hub in dict.fromkeys(ordered))

    def view(self, group: str) -> HubView | None:
        """What the panel says of all of a group's hubs; None where it has none."""
        views = self.views(group)
        shown = [one for one in views if one.is_used or one.needs_action] or views[:1]
        if not views:
            return None
        return replace(
            views[0],
            lines=tuple(line for one in shown for line in one.lines),
            is_used=any(one.is_used for one in views),
            needs_action=any(one.needs_action for one in views),
            has_trouble=any(one.has_trouble for one in views),
        )

    def _view(self, group: str, hub: HubFact) -> HubView:
        facts = self._core.facts.of(group)
        now, key = self._core.now(group), self._core.identities.key_in(group)
        is_used = hub in self._choices.used(group)
        here = self.standing(group, hub)
        member, root = facts.members.get(hub.source.key), facts.members.get(key)
        asked = words.travels_too(hub.name, host_of(hub), member.name if member else "someone")
        return HubView(
            hub=hub.hub,
            name=hub.name,
            host=host_of(hub),
            lines=tuple(here.lines(self._own(group, key), now)) if is_used else (asked,),
            is_used=is_used,
            needs_action=is_used and here.needs_action,
            has_trouble=is_used and here.trouble is not None,
            may_leave=facts.state.may_write(key, HUB.name),
            may_remove=root is not None and root.role == Role.ROOT.value,
        )

    def _hub(self, group: str, key: str) -> HubFact:
        return next(hub for hub in self._choices.hubs(group) if hub.hub == key)

    def used(self, group: str) -> tuple[str, ...]:
        """The keys of the hubs that a group travels over from this laptop."""
        return tuple(hub.hub for hub in self._choices.used(group))

    def wait_seconds(self, group: str, key: str) -> float | None:
        """How long until the next try after trouble; None where the last pass went well."""
        here = self._standings.get((group, key))
        return here.wait_seconds(self._draw) if here and here.trouble else None

    def start_over(self) -> None:
        """There is a new network, or somebody asked for it: the next trouble is the first."""
        for here in self._standings.values():
            here.failures = 0

    # -- passes -------------------------------------------------------------------------------

    def passing(self, group: str, key: str) -> Steps:
        """One whole pass; what stands in between is noted, not raised."""
        hub = next((each for each in self._choices.used(group) if each.hub == key), None)
        if hub is None:  # left meanwhile
            return
        here = self.standing(group, hub)
        try:
            yield from self._pass_or_reopen(group, hub, here)
        except HubTroubleError as error:
            here.met(error, self._core.clock())
            if error.trouble is HubTrouble.REMOVED:
                self._hubs.never_again(group, hub.hub)

    def _pass_or_reopen(self, group: str, hub: HubFact, here: HubStanding) -> Steps:
        """A pass; a hub that lost the group is shown its own word that it keeps it."""
        try:
            yield from self._pass(group, hub, here)
        except HubTroubleError as error:
            opening = self._hubs.reopening(group, hub)
            if error.trouble is not HubTrouble.NO_GROUP or opening is None:
                raise
            caller = self._caller(hub.url or "", hub.hub, group)
            yield lambda: opening.ask(caller())
            yield from self._pass(group, hub, here)

    def _pass(self, group: str, hub: HubFact, here: HubStanding) -> Steps:
        caller = self._caller(hub.url or "", hub.hub, group)
        task = self._hubs.begin(group, hub.hub)
        pulled, ready = yield from self._pull(task, here, caller)
        if came_keys := ready.keys.keys() != task.keys.keys():
            here.ignored = {}  # texts may open now
            yield Changes(group, frozenset({"relay.key"}), frozenset())
            if pulled.closed:
                pulled, ready = yield from self._pull(ready, here, caller)
        doubts = self._doubts.to_ask(group, hub.hub, pulled, came_keys=came_keys)
        here.misfits = self._doubts.go_on(group, hub.hub)
        pushed: HubPush = yield lambda: ready.send(caller(), pulled, doubts)
        self._hubs.keep_time(hub.hub, caller().said_at)
        here.clock_there = self._hubs.time_at(hub.hub)
        self._note(group, here, pulled, pushed, self._hubs.note(ready, pushed))

    def _pull(
        self, task: HubTask, here: HubStanding, caller: Callable[[], HubCaller]
    ) -> Generator[Work | Changes, Any, tuple[HubPull, HubTask]]:
        """What came, taken in, and what the next step needs."""
        ignored = dict(here.ignored)
        pulled: HubPull = yield lambda: task.ask(caller(), ignored)
        yield from self._hubs.take(task.group, pulled)
        return pulled, self._hubs.ready(task, pulled)

    def _note(
        self, group: str, here: HubStanding, pulled: HubPull, pushed: HubPush, there: int
    ) -> None:
        here.went_well(there, self._core.clock())
        here.stamp, here.delete_on = pushed.stamp, pulled.delete_on
        here.left_out = len(pushed.left_out)
        here.closed = self._doubts.closed(group, here.hub.hub)
        here.ignored = {**here.ignored, **self._open_differences(group, pulled)}
        name = here.hub.name
        if pulled.events:
            self._log.note(group, "in", name, {"new": len(pulled.events)})
        if pushed.sent:
            self._log.note(group, "out", name, {OWN: there, "entries": pushed.sent})

    def _open_differences(self, group: str, pulled: HubPull) -> dict[str, StreamSummary]:
        """The streams that a pull could not make equal, with their summaries there."""
        if not pulled.closed:
            return {}
        here = streams_of(self._core.store.events(group))
        return {
            stream: theirs
            for stream, theirs in pulled.theirs.items()
            if first_pull(here.get(stream, []), theirs) is not None
        }

    def waiting(self, group: str) -> Work | None:
        """What ends once the hub has something else of the group, or after 25 seconds, and returns
        whether there is something; None while its last pass did not go well.
        """
        standings = (self.standing(group, hub) for hub in self._choices.used(group))
        here = next((one for one in standings if one.is_current), None)
        if here is None:
            return None
        hub = here.hub
        stamp, caller = here.stamp, self._caller(hub.url or "", hub.hub, group)

        def wait() -> bool:
            said = caller().summary(group, since=stamp, wait=WAIT_SECONDS).said
            return bool(said.get("stamp") != stamp)

        return wait

    def closing(self, group: str) -> Work | None:
        """What sends the last changes while the program ends; None where nothing is left."""
        key = self._core.identities.key_in(group)
        own = self._own(group, key)
        standings = [self.standing(group, hub) for hub in self._choices.used(group)]
        behind = [here for here in standings if own > here.there and here.trouble is None]
        if not behind:
            return None
        hub = behind[0].hub
        task = self._hubs.ready(self._hubs.begin(group, hub.hub))
        caller = self._caller(hub.url or "", hub.hub, group)
        return lambda: task.send(caller(), task.ask(caller()))

    def _own(self, group: str, key: str) -> int:
        return sum(event.key == key for event in self._core.store.events(group))

    def _caller(self, url: str, hub: str, group: str) -> Callable[[], HubCaller]:
        """Who asks; called beside the window, where the first call loads what speaks HTTP."""
        author = self._core.identities.author(group)
        return partial(self.lines.caller, url, hub, author, self._choices.proxy)
