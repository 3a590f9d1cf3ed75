"""A platform's file beside a group: who is who, which session is which event, what differs.

Nothing is stored here. Everything the file says is in a row: what cannot be recorded yet, because
an event or a person has to be chosen or two columns contradict each other, says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from npq_desktop.interchange.claims.attendance_grids import bare_code
from npq_desktop.interchange.claims.rows import (
    MOST_STAYS,
    ClaimState,
    FileItem,
    minutes_together,
)
from npq_desktop.interchange.people.matching import links_of
from npq_desktop.interchange.people.name_forms import normal_form, plain_form
from npq_desktop.interchange.people.names import Match, PersonIdentity
from npq_desktop.rows.intake import (
    ClaimOutcome,
    ClaimPreview,
    ClaimRow,
    FileCodeRow,
    FileItemRow,
)
from npq_desktop.services.core.events import GroupEvent, group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.words import day_and_year, display_name, listed
from npq_desktop.services.intake import words
from npq_desktop.services.intake.claims.claim_reading import (
    ItemGuess,
    ReadClaims,
    Statement,
    Statements,
    guess_item,
)
from npq_desktop.services.intake.claims.people import find_people, identities_of
from npq_desktop.services.intake.claims.standing import (
    AWAY,
    THERE,
    ClaimCheck,
    ClaimChecks,
    Said,
)

_ORDER = tuple(ClaimOutcome)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose, by place in the file, "" for none."""

    items: Mapping[int, str]
    people: Mapping[int, str]


def preview_of(read: ReadClaims, facts: GroupFacts, chosen: Chosen) -> ClaimPreview:
    """What a file says about a group, matched and compared."""
    dated, file = group_events(facts), read.statements
    who = _Who(read, facts, chosen.people)
    items = _Items(file, facts, dated, who, chosen.items)
    rows = _Rows(file, facts, who, items).all()
    choices = [(each.id, each.title) for each in dated]
    choices += [(i.key, i.title) for i in facts.programme.items if not i.is_event]
    choices += [(each.key, each.title) for each in facts.programme.contents]
    return ClaimPreview(
        path=read.path,
        words=file.words,
        rows=tuple(sorted(rows, key=lambda row: (_ORDER.index(row.outcome), row.line))),
        items=items.rows(),
        choices=tuple(choices),
        problems=(*file.problems, *who.left_out(), *items.left_out()),
        links=who.links(),
        codes=_code_rows(file, read.codes),
        people=tuple(names_apart(facts).items()),
        sheets=read.sheets,
        sheet=read.sheet,
    )


def names_apart(facts: GroupFacts) -> Mapping[str, str]:
    """The name of every participant; of namesakes it is said also that nothing sets one apart."""
    bare = {key: plain_form(display_name(person)) for key, person in facts.participants.items()}
    numbers = Counter(bare.values())
    return {
        key: words.nothing_more_known(facts.names[key])
        if numbers[bare[key]] > 1 and facts.names[key] == display_name(person)
        else facts.names[key]
        for key, person in facts.participants.items()
    }


class _Who:
    """Which person of the group each person of a file is."""

    def __init__(self, read: ReadClaims, facts: GroupFacts, chosen: Mapping[int, str]) -> None:
        found, among = read.found, identities_of(facts)
        if found.among != among:  # somebody came or changed since the file was read
            file = read.statements
            found = find_people(file.people, among, file.system, read.path.name)
        known = {person.id for person in among}
        staff = {normal_form(member.name) for member in facts.members.values()}
        self.matches = found.matches
        self._found = found
        self._file = read.statements
        self._names = names_apart(facts)
        self._chosen = {place: person for place, person in chosen.items() if person in known}
        self.is_staff = [
            match.outcome == "none" and normal_form(person.name) in staff
            for person, match in zip(found.people, found.matches, strict=True)
        ]

    def person(self, place: int) -> str:
        """The person's id; "" while a human has to say."""
        return self._chosen.get(place) or self.matches[place].person or ""

    def candidates(self, place: int) -> tuple[tuple[str, str], ...]:
        """Ids and names to choose from, likeliest first; none where it is certain."""
        return tuple((key, self._names[key]) for key in self._found.candidates[place])

    def reason(self, place: int) -> str:
        """Why a human has to say who this is, and who is likeliest."""
        match = self.matches[place]
        if match.found_by != "likeness":
            return match.reason
        return words.likeliest(self._names[match.candidates[0]], match.reason)

    def left_out(self) -> Iterator[str]:
        """Colleagues, who are no participants."""
        people = zip(self._file.people, self.is_staff, strict=True)
        names = [person.identity.name for person, is_staff in people if is_staff]
        if names:
            yield words.leaders_left_out(dict.fromkeys(names))

    def links(self) -> Mapping[str, Mapping[str, str]]:
        """Ids of everybody matched; the name there only where a human chose."""
        links: dict[str, dict[str, str]] = {}
        for place, identity in enumerate(self._found.people):
            known = self.person(place)
            if known:
                fields = links.setdefault(known, {})
                fields.update(_link_fields(identity, self._file.system, place in self._chosen))
        return links


def _link_fields(identity: PersonIdentity, system: str, chosen: bool) -> Mapping[str, str]:
    ids = links_of(identity, system) if chosen else identity.ids
    return {f"id.{key}": value for key, value in ids.items() if key != "username" and value}


class _Items:
    """Which event or task each session or column of a file is, and what has to be asked."""

    def __init__(
        self,
        file: Statements,
        facts: GroupFacts,
        dated: Sequence[GroupEvent],
        who: _Who,
        chosen: Mapping[int, str],
    ) -> None:
        self._file = file
        self._chosen = chosen
        self._spoken_of = {said.item for said in file.statements if not who.is_staff[said.person]}
        self._guesses = [
            guess_item(item, dated, facts.programme, about_events=file.about_events)
            for item in file.items
        ]
        self._ask_about_twins(who)
        self._ask_about_other_files(facts)

    def key(self, place: int) -> str:
        """The event or task; "" while it has to be chosen, or was chosen to be none."""
        return self._chosen.get(place, self._guesses[place].key)

    def is_asked(self, place: int) -> bool:
        """Whether its lines are shown although nobody has said yet which event it is."""
        chosen = place in self._chosen or self._guesses[place].key
        if chosen or place not in self._spoken_of:
            return False
        return self._file.about_events or not any(guess.key for guess in self._guesses)

    def rows(self) -> tuple[FileItemRow, ...]:
        return tuple(
            FileItemRow(
                title=titled(item),
                item=self.key(place),
                question=self._guesses[place].question if self.is_asked(place) else "",
            )
            for place, item in enumerate(self._file.items)
        )

    def left_out(self) -> Iterator[str]:
        """Columns that are no task here and are not asked about."""
        titles = [
            f"“{item.title}”"
            for place, item in enumerate(self._file.items)
            if place in self._spoken_of and not self.key(place) and not self.is_asked(place)
            if place not in self._chosen
        ]
        if titles:
            yield words.no_such_event(titles)

    def _ask_about_twins(self, who: _Who) -> None:
        """Two columns of one event are asked about where both say something of one person."""
        people: dict[int, set[int]] = defaultdict(set)
        for each in self._file.statements:
            if not who.is_staff[each.person]:
                people[each.item].add(each.person)
        for places in self._twins():
            told = Counter(person for place in places for person in people[place])
            if any(number > 1 for number in told.values()):
                why = words.seem_one_event(self._file.items[place].title for place in places)
                for place in places:
                    self._guesses[place] = ItemGuess("", why)

    def _twins(self) -> Iterable[Sequence[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, guess in enumerate(self._guesses):
            if guess.key:
                found[guess.key].append(place)
        return [places for places in found.values() if len(places) > 1]

    def _ask_about_other_files(self, facts: GroupFacts) -> None:
        """An event of which another file tells; a newer file of the same column is no question."""
        if not self._file.about_events:
            return
        for place, guess in enumerate(self._guesses):
            item = self._file.items[place]
            here = (self._file.system, item.title)
            others = {
                str(claim.details.get("file", ""))
                for claim in facts.claims
                if claim.item == guess.key and claim.file != self._file.sha256
                if claim.fact in THERE | AWAY
                if (claim.system, claim.details.get("session", item.title)) != here
            }
            if others:
                why = words.about_it_already(sorted(others))
                self._guesses[place] = ItemGuess("", why)


def titled(item: FileItem) -> str:
    """The session's title with its day, where the title has none."""
    if item.on is None or any(text in item.title for text in (str(item.on.year), str(item.on))):
        return item.title
    return f"{item.title}, {day_and_year(item.on)}"


class _Rows:
    """The lines of a preview."""

    def __init__(self, file: Statements, facts: GroupFacts, who: _Who, items: _Items) -> None:
        self._file = file
        self._who = who
        self._items = items
        self._standing = ClaimChecks(facts)
        self._recorded: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for claim in facts.claims:
            if claim.file != file.sha256:
                said = (claim.fact, str(claim.details.get("file", "")))
                self._recorded[facts.main(claim.person), claim.item].append(said)

    def all(self) -> list[ClaimRow]:
        together: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        rows: list[ClaimRow] = []
        for said in self._file.statements:
            person, key = self._who.person(said.person), self._items.key(said.item)
            if self._who.is_staff[said.person]:
                continue
            if person and key and said.kind == "claim.add":
                together[person, key].append(said)
            elif key or self._items.is_asked(said.item):
                rows.append(self._row(said, said.said))
        for (person, key), statements in together.items():
            rows += self._of_one(person, key, statements)
        return rows

    def _of_one(self, person: str, key: str, told: Sequence[Statement]) -> Iterable[ClaimRow]:
        """All that a file says of one person and one event, which is one claim."""
        first = told[0].said
        if len(told) > 1 and all(each.said.in_meeting for each in told):
            stays = tuple(stay for each in told for stay in each.said.stays)
            counted = [each.said.minutes for each in told]
            said = replace(first, minutes=minutes_together(counted, stays), stays=stays)
            return [self._joined(each, said, told) for each in told]
        facts = {(each.said.state, each.content.get("said", "")) for each in told}
        states = {each.said.state for each in told}
        if len(states) > 1 or (ClaimState.GRADED in states and len(facts) > 1):
            return [self._contradicting(each, told) for each in told]
        rows = [self._row(each, each.said) for each in told]
        again = words.said_twice(told[0].line)
        rows[1:] = [replace(row, reason=again) for row in rows[1:]]
        return [self._beside_others(row, person, key, first) for row in rows]

    def _joined(self, each: Statement, said: Said, told: Sequence[Statement]) -> ClaimRow:
        """One device's line, with what all of them make together."""
        row = self._row(each, said)
        lines = words.also_on_lines(other.line for other in told if other is not each)
        texts = [stay.text() for stay in said.stays[:MOST_STAYS]]
        stays = {"stays": texts} if texts else {}
        minutes = {"minutes": said.minutes} if said.minutes is not None else {}
        kept = {k: v for k, v in row.content.items() if k not in ("stays", "minutes", "line")}
        text = " + ".join(str(other.content.get("said", "")) for other in told)
        return replace(
            row,
            remark=", ".join(filter(None, (row.remark, lines))),
            content={**kept, **stays, **minutes, "said": text[:500], "line": told[0].line},
        )

    def _contradicting(self, each: Statement, told: Sequence[Statement]) -> ClaimRow:
        others = listed(
            words.says_in_column(other.says, self._file.items[other.item].title, other.line)
            for other in told
            if other is not each
        )
        reason = words.contradicted(others)
        return replace(
            self._row(each, each.said), outcome=ClaimOutcome.CONTRADICTS, reason=reason, offer=""
        )

    def _beside_others(self, row: ClaimRow, person: str, key: str, said: Said) -> ClaimRow:
        """The row, naming files recorded before that say otherwise."""
        if said.state not in THERE | AWAY:
            return row
        others = [
            (file, fact)
            for fact, file in self._recorded[person, key]
            if fact in THERE | AWAY and (fact in THERE) != (said.state in THERE)
        ]
        return replace(row, reason=words.files_say(others) if others else row.reason)

    def _row(self, each: Statement, said: Said) -> ClaimRow:
        person, match = self._who.person(each.person), self._who.matches[each.person]
        key = self._items.key(each.item)
        check = self._standing.check(person, key, said) if person and key else ClaimCheck()
        about = {"task" if each.kind == "submission.add" else "item": key} if key else {}
        item = self._file.items[each.item]
        return ClaimRow(
            place=each.person,
            line=each.line,
            name=self._file.people[each.person].identity.name,
            person=person,
            title=self._standing.titles.get(key, key) if key else titled(item),
            says=each.says,
            stands=check.stands,
            outcome=_outcome(person, key, match, check, each),
            reason=check.why if person else self._who.reason(each.person),
            candidates=self._who.candidates(each.person),
            content={"kind": each.kind, "person": person, **about, **each.content},
            minutes=check.minutes or self._standing.minutes(key, said),
            remark=each.remark,
            source=f"{self._file.source}, “{item.title}”, line {each.line}",
            offer=check.offer,
            attempts=each.attempts,
        )


def _outcome(
    person: str, key: str, match: Match, check: ClaimCheck, each: Statement
) -> ClaimOutcome:
    if not person:
        return ClaimOutcome.REVIEW if match.candidates else ClaimOutcome.UNMATCHED
    if not key:
        return ClaimOutcome.ASK
    differs = check.differs and each.kind != "submission.add"
    return ClaimOutcome.DIFFERS if differs else ClaimOutcome.MATCHED


def _code_rows(file: Statements, explained: Mapping[str, str]) -> tuple[FileCodeRow, ...]:
    """The codes nobody has explained and those somebody did, by code."""
    said = (bare_code(str(each.content.get("said", ""))) for each in file.statements)
    cells = Counter(file.unknown) + Counter(said)
    states = {code: state.value for code, state in file.codes.items()}
    asked = [*file.unknown, *(code for code in states if explained.get(code.casefold()))]
    rows = {code.casefold(): FileCodeRow(code, cells[code], states.get(code, "")) for code in asked}
    return tuple(rows[code] for code in sorted(rows))
