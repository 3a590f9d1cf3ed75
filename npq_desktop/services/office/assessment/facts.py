"""What a group's records say of its assessment: rounds, own windows, decisions, outcomes, work.

Everything is filed under the id that stands for a person. Of entries whose id anybody may use, only
those signed by a coordinator count.
Source: journal/FORMAT.md, section 3 (what the members mean).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from npq_desktop.journal.kinds.assessment import ASSESSMENT, WINDOW
from npq_desktop.journal.kinds.entries import EVIDENCE, NoteFact
from npq_desktop.services.core.facts import JOINED, GroupFacts, derived
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.core.times import day_of
from npq_desktop.services.office.heads import LiveHead, LiveHeads
from npq_desktop.services.office.roles import is_by_coordinator
from npq_desktop.services.office.rules.gate import FrozenWorkings
from npq_desktop.services.office.rules.window_times import handed_in_at

OUTCOME = "/outcome"
"""What follows a round in the cell of its outcome."""
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One announced round; ``days`` is None once it was called off.

    While colleagues differ, ``days`` reach from the earliest start to the latest end.
    """

    key: str
    heads: LiveHeads
    days: Days | None
    differs: bool
    results: str

    @property
    def title(self) -> str:
        """What the round is called, its key where nobody said."""
        return self.heads.text("title") or self.key

    @property
    def order(self) -> tuple[str, str]:
        """By start, then key."""
        return (self.days[0].isoformat() if self.days else "", self.key)


@dataclass(frozen=True, slots=True)
class OwnWindowFacts:
    """One person's own window of a round; ``days`` is None once it was taken back."""

    heads: LiveHeads
    days: Days | None
    differs: bool


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What was decided for one person in one round."""

    heads: LiveHeads

    @property
    def eligible_differs(self) -> bool:
        """Whether colleagues decided differently."""
        return self.heads.differ("eligible")

    @property
    def differs(self) -> bool:
        """Whether they differ, in the decision or in the round it was deferred to."""
        return self.eligible_differs or len(self.heads.values("to")) > 1

    @property
    def shown(self) -> str | None:
        """The decision that is shown, None for none."""
        value = self.heads.first.content.get("eligible")
        return value if isinstance(value, str) else None

    @property
    def eligible(self) -> str | None:
        """The decision that all make, None for none, "" where they differ."""
        return "" if self.eligible_differs else self.shown

    @property
    def accepted(self) -> tuple[str, ...]:
        """The digests of responses that count all the same, sorted."""
        lists = (each.content.get("accepted") for each in self.heads.heads)
        return tuple(sorted({str(one) for said in lists if isinstance(said, list) for one in said}))

    @property
    def given(self) -> str:
        """When the case study was released, the earliest moment said; "" for not yet."""
        return _earliest(self.heads.values("given"))

    def workings(self) -> tuple[FrozenWorkings, ...]:
        """What each entry froze."""
        return tuple(_frozen(each) for each in self.heads.heads)


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    """One response as it was received; its text is kept nowhere."""

    id: str
    person: str
    round_key: str
    content: str
    name: str
    handed_in: str
    moment: datetime | None
    words: int | None
    words_all: int | None
    details: Mapping[str, object]
    head: LiveHead


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """An outcome as this laptop sees it; ``opened`` is None where it is private to others."""

    heads: LiveHeads
    state: str
    differs: bool
    opened: Mapping[str, object] | None

    def text(self, name: str) -> str:
        """A private member, "" where it is not said or cannot be opened."""
        value = (self.opened or {}).get(name)
        return value if isinstance(value, str) else ""

    @property
    def final(self) -> str:
        """Passed or failed, where this laptop can tell and nobody differs; else ""."""
        is_final = self.state == "recorded" and not self.differs
        return self.text("outcome") if is_final else ""


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """What was drawn for moderation; ``opened`` is False where a draw is private to others."""

    drawn: frozenset[str]
    opened: bool


class AssessmentFacts:
    """The assessment of one group, as recorded."""

    def __init__(self, facts: GroupFacts) -> None:
        windows: defaultdict[str, list[LiveHead]] = defaultdict(list)
        own: defaultdict[tuple[str, str], list[LiveHead]] = defaultdict(list)
        for fact in facts.of(WINDOW):
            head = LiveHead(fact.head, fact.details, fact.source)
            key, slash, person = fact.window.partition("/")
            if slash:
                own[facts.main(person), key].append(head)
            else:
                windows[key].append(head)
        rounds = (_round(key, LiveHeads.of(heads)) for key, heads in windows.items())
        self.rounds = {each.key: each for each in sorted(rounds, key=lambda one: one.order)}
        self.own = {place: _own(LiveHeads.of(heads)) for place, heads in own.items()}
        self.decisions: dict[tuple[str, str], DecisionFacts] = {}
        self.outcome_heads: dict[tuple[str, str], LiveHeads] = {}
        self._read_assessments(facts)
        self._facts = facts

    def _read_assessments(self, facts: GroupFacts) -> None:
        found: defaultdict[tuple[str, str], list[LiveHead]] = defaultdict(list)
        for fact in facts.of(ASSESSMENT):
            head = LiveHead(fact.head, fact.details, fact.source)
            found[facts.main(fact.person), fact.window].append(head)
        for (person, window), heads in found.items():
            if window.endswith(OUTCOME):
                self.outcome_heads[person, window.removesuffix(OUTCOME)] = LiveHeads.of(heads)
            else:
                self.decisions[person, window] = DecisionFacts(LiveHeads.of(heads))

    # The following is read on first use, because a look at all groups needs none of it.

    @cached_property
    def responses(self) -> Mapping[tuple[str, str], list[ResponseFacts]]:
        """What was handed in, by person and round."""
        found: defaultdict[tuple[str, str], list[ResponseFacts]] = defaultdict(list)
        for fact in self._facts.of(EVIDENCE):
            if fact.details.get("about") == "response" and fact.person:
                response = _response(self._facts, fact)
                found[response.person, response.round_key].append(response)
        for each in found.values():
            each.sort(key=lambda one: (one.handed_in, one.content, one.id))
        return found

    @cached_property
    def draws(self) -> Mapping[str, list[NoteFact]]:
        """The samples that coordinators drew, by round."""
        found: defaultdict[str, list[NoteFact]] = defaultdict(list)
        for fact in self._facts.of(EVIDENCE):
            if fact.details.get("about") == "draw" and is_by_coordinator(self._facts, fact.source):
                found[fact.id.removeprefix("draw.")].append(fact)
        return found

    def rounds_of(self, person: str) -> tuple[str, ...]:
        """The announced rounds, after others in which something was recorded for a person."""
        places = (*self.decisions, *self.outcome_heads, *self.responses, *self.own)
        more = {key for who, key in places if who == person} - self.rounds.keys()
        return (*sorted(more), *self.rounds)

    def outcome(self, sealed: SealedTexts, person: str, round_key: str) -> OutcomeFacts | None:
        """The outcome of a person in a round; None where there is none, or it was taken back."""
        heads = self.outcome_heads.get((person, round_key))
        if heads is None:
            return None
        states = heads.values("outcome")
        if not states:
            return None
        opened = [sealed.open(_seal(each)) for each in heads.heads]
        readable = [each for each in opened if each is not None]
        all_read = len(readable) == len(opened)
        differs = heads.differ("outcome") or any(each != readable[0] for each in readable)
        return OutcomeFacts(heads, str(states[0]), differs, readable[0] if all_read else None)

    def draw(self, sealed: SealedTexts, round_key: str) -> DrawFacts:
        """Everybody who was drawn in a round so far."""
        opened = [sealed.open(fact.sealed) for fact in self.draws.get(round_key, ())]
        lists = [each.get("drawn") for each in opened if each is not None]
        drawn = {str(one) for said in lists if isinstance(said, list) for one in said}
        return DrawFacts(frozenset(drawn), None not in opened)

    def seed(self, sealed: SealedTexts, round_key: str) -> str:
        """The seed of a round's sample, "" where this laptop cannot read it."""
        known = self.rounds.get(round_key)
        found = [sealed.open(_seal(each)) for each in known.heads.heads] if known else []
        seeds = [str(each["seed"]) for each in found if each is not None and "seed" in each]
        return min(seeds, default="")

    def can_open(self, sealed: SealedTexts) -> bool:
        """Whether this laptop reads every outcome and every draw of the group."""
        private = [_seal(each) for heads in self.outcome_heads.values() for each in heads.heads]
        private += [fact.sealed for facts in self.draws.values() for fact in facts]
        return all(sealed.open(each) is not None for each in private if each is not None)


@derived("window", "assessment", "evidence", "member", JOINED)
def assessment_facts(facts: GroupFacts) -> AssessmentFacts:
    """The assessment of a group, read once until it changes."""
    return AssessmentFacts(facts)


def _round(key: str, heads: LiveHeads) -> RoundFacts:
    days = _span(_days(each) for each in heads.heads)
    results = _earliest(heads.values("results"))
    return RoundFacts(key, heads, days, heads.differ("start", "end"), results)


def _own(heads: LiveHeads) -> OwnWindowFacts:
    return OwnWindowFacts(
        heads, _span(_days(each) for each in heads.heads), heads.differ("start", "end")
    )


def _span(found: Iterable[Days | None]) -> Days | None:
    """From the earliest start to the latest end of those that say both."""
    known = [days for days in found if days is not None]
    if not known:
        return None
    return min(start for start, _ in known), max(end for _, end in known)


def _days(head: LiveHead) -> Days | None:
    start, end = (day_of(head.content.get(name)) for name in ("start", "end"))
    return (start, end) if start is not None and end is not None and start <= end else None


def _earliest(values: Iterable[object]) -> str:
    """The earliest of texts that are days or moments; "" for none."""
    texts = [value for value in values if isinstance(value, str) and value]

    def order(text: str) -> tuple[bool, datetime | str, str]:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return (True, "", text)
        return (False, found if found.tzinfo else found.replace(tzinfo=UTC), text)

    dated = [text for text in texts if not order(text)[0]]
    return min(dated or texts, key=order, default="")


def _response(facts: GroupFacts, fact: NoteFact) -> ResponseFacts:
    said = fact.details
    handed_in = str(said.get("handed_in") or "")
    return ResponseFacts(
        id=fact.id,
        person=facts.main(fact.person),
        round_key=str(said.get("window") or ""),
        content=str(said.get("content") or ""),
        name=str(said.get("name") or ""),
        handed_in=handed_in,
        moment=handed_in_at(handed_in, facts.zone),
        words=_number(said.get("words")),
        words_all=_number(said.get("words_all")),
        details=said,
        head=LiveHead(fact.head, said, fact.source),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _frozen(head: LiveHead) -> FrozenWorkings:
    def text(name: str) -> str:
        value = head.content.get(name)
        return value if isinstance(value, str) else ""

    return FrozenWorkings(
        question=text("question"),
        standing=text("standing"),
        secured=text("secured"),
        possible=text("possible"),
        threshold=_number(head.content.get("threshold")),
        as_of=text("as_of"),
    )


def _seal(head: LiveHead) -> Mapping[str, object] | None:
    sealed = head.content.get("sealed")
    return sealed if isinstance(sealed, Mapping) else None
