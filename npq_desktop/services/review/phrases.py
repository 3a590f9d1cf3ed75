"""Keeps phrases for feedback, one's own and the team's, and fills in what they leave open.

One's own phrases are a setting of the data folder. A team's travel as ``post.add`` with ``about``
"phrase" and carry no person.
Source: journal/FORMAT.md, section 3.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.entries import POST
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.review import Phrase, QueueRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import day

LONGEST_TITLE = 60
LONGEST_PHRASE = 4_000
_OWN, _USES = "phrases", "phrases used"
_ABOUT = "phrase"
_BLANK = re.compile(r"\{[^\W\d][^{}\n]{0,59}\}")
_PLACEHOLDERS = frozenset({"known_as", "first", "task", "module", "event", "by", "words", "me"})


def blanks(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text has blanks to fill in, from and to."""
    return tuple(found.span() for found in _BLANK.finditer(text))


def first_blank(text: str) -> str:
    """The first blank that is not filled in, with its braces; "" without one."""
    found = _BLANK.search(text)
    return found.group() if found else ""


class PhrasesService:
    """Phrases of this data folder and of each group's team."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def phrases(self, group: str, row: QueueRow) -> tuple[Phrase, ...]:
        """Those for the task of a work first, then for its kind, then everywhere; by last use."""
        scopes = [row.work.item, str(row.kind), ""]
        uses = self._uses()
        found = [
            Phrase(each.id, each.title, each.text, each.scope, each.team, uses.get(each.id, 0))
            for each in (*self._own(), *self._team(group))
            if each.scope in scopes
        ]
        key = lambda each: (scopes.index(each.scope), -each.used, each.title.casefold())  # noqa: E731
        return tuple(sorted(found, key=key))

    def keep(self, title: str, text: str, scope: str = "") -> Phrase:
        """Keep a phrase of one's own.

        Raises:
            ServiceError: it has no title or no text, or one of them is too long.
        """
        phrase = _checked(title, text, scope)
        self._save([*self._own(), phrase])
        return phrase

    def change(
        self, group: str, phrase: Phrase, title: str, text: str, scope: str
    ) -> Changes | None:
        """Put other words in place of a phrase, one's own or the team's; its last use stays.

        Raises:
            ServiceError: it names a participant, is no phrase, or a colleague has changed it.
        """
        changed = replace(_checked(title, text, scope), team=phrase.team)
        if not phrase.team:
            changed = replace(changed, id=phrase.id)
            self._save([changed if each.id == phrase.id else each for each in self._own()])
            return None
        self._check_names(group, changed)
        changes = self._replace(group, phrase, [_entry(changed)])
        uses = self._uses()
        if phrase.id in uses:
            self._core.store.local.save_setting(_USES, {**uses, changed.id: uses[phrase.id]})
        return changes

    def forget(self, group: str, phrase: Phrase) -> Changes | None:
        """Drop a phrase, one's own or for the whole team.

        Raises:
            ServiceError: a colleague has changed it.
        """
        if phrase.team:
            return self._replace(group, phrase, ())
        self._save([each for each in self._own() if each.id != phrase.id])
        return None

    def note_use(self, phrase: str) -> None:
        """Let the phrase come first the next time."""
        uses = self._uses()
        uses[phrase] = max(uses.values(), default=0) + 1
        self._core.store.local.save_setting(_USES, uses)

    def share(self, group: str, title: str, text: str, scope: str = "") -> Changes:
        """Let every member of a group have a phrase.

        Raises:
            ServiceError: it names a participant, or is no phrase.
        """
        phrase = _checked(title, text, scope)
        self._check_names(group, phrase)
        recorded = self._core.recorder.write(group, [_entry(phrase)])
        self._core.undo.remember(group, UndoStep(f"phrase “{title[:24]}”", recorded.ids))
        return recorded.changes

    def _check_names(self, group: str, phrase: Phrase) -> None:
        name = _participant_in(self._core.facts.of(group), f"{phrase.title} {phrase.text}")
        if name:
            raise ServiceError(f"“{name}” is a participant's name. Use {{known_as}} instead.")

    def _replace(self, group: str, phrase: Phrase, entries: Sequence[NewEntry]) -> Changes:
        """Take a team's phrase back and write these instead, in one step to undo."""
        posts = self._core.facts.of(group).of(POST)
        heads = [fact.head for fact in posts if fact.id == phrase.id]
        if not heads:
            raise ServiceError("This phrase was changed meanwhile. Open the list again.")
        with self._core.together():
            gone = self._core.recorder.undo(group, heads)
            made = self._core.recorder.write(group, entries) if entries else None
        ids = (*gone.ids, *(made.ids if made else ()))
        self._core.undo.remember(group, UndoStep(f"phrase “{phrase.title[:24]}”", ids))
        return made.changes if made else gone.changes

    def filled(self, group: str, row: QueueRow, text: str, due: date | None = None) -> str:
        """A phrase with what is known of a work filled in; the rest stays as blanks."""
        known = {name: said for name, said in self._known(group, row, due).items() if said}

        def fill(found: re.Match[str]) -> str:
            name = found.group()[1:-1]
            return known.get(name, found.group()) if name in _PLACEHOLDERS else found.group()

        return _BLANK.sub(fill, text)

    def _known(self, group: str, row: QueueRow, due: date | None) -> Mapping[str, str]:
        facts = self._core.facts.of(group)
        fields = facts.people[row.work.person].fields if row.work.person in facts.people else {}
        name = fields.get("name", "").strip()
        first = fields.get("first") or name.partition(" ")[0]
        modules = {module.key: module.title for module in facts.programme.modules}
        now = self._core.now(group)
        to_come = (e for e in group_events(facts) if not e.did_not_run and not e.has_begun(now))
        return {
            "known_as": (fields.get("known_as") or first).partition(" ")[0],
            "first": first,
            "task": row.title,
            "module": modules.get(row.module, ""),
            "event": next((each.title for each in to_come), ""),
            "by": day(due) if due else "",
            "words": f"{row.words:,}",
            "me": self._core.identities.person_name,
        }

    def _own(self) -> tuple[Phrase, ...]:
        kept = self._core.store.local.setting(_OWN)
        return tuple(_read(kept if isinstance(kept, list) else [], team=False))

    def _team(self, group: str) -> tuple[Phrase, ...]:
        posts = self._core.facts.of(group).of(POST)
        said = (fact.details for fact in posts if fact.details.get("about") == _ABOUT)
        return tuple(_read(said, team=True))

    def _save(self, phrases: Iterable[Phrase]) -> None:
        kept = [
            {"id": each.id, "title": each.title, "text": each.text, "scope": each.scope}
            for each in phrases
        ]
        self._core.store.local.save_setting(_OWN, kept or None)

    def _uses(self) -> dict[str, int]:
        kept = self._core.store.local.setting(_USES)
        if not isinstance(kept, dict):
            return {}
        return {str(name): uses for name, uses in kept.items() if isinstance(uses, int)}


def _entry(phrase: Phrase) -> NewEntry:
    said = {"title": phrase.title, "text": phrase.text, "scope": phrase.scope}
    return NewEntry("post.add", {"id": phrase.id, "about": _ABOUT, **said})


def _checked(title: str, text: str, scope: str) -> Phrase:
    title, text = " ".join(title.split()), text.strip()
    if not title or not text:
        raise ServiceError("A phrase needs a title and a text.")
    if len(title) > LONGEST_TITLE:
        raise ServiceError(f"The title can have {LONGEST_TITLE} characters.")
    if len(text) > LONGEST_PHRASE:
        raise ServiceError(f"A phrase can have {LONGEST_PHRASE:,} characters.")
    return Phrase(uuid4().hex, title, text, scope)


def _read(said: Iterable[object], *, team: bool) -> Iterable[Phrase]:
    """The phrases among these, without what is none: a colleague's program may write anything."""
    for each in said:
        if not isinstance(each, Mapping):
            continue
        kept = [each.get(name) for name in ("id", "title", "text", "scope")]
        key, title, text, scope = (value if isinstance(value, str) else "" for value in kept)
        if key and title and text:
            yield Phrase(key, title, text, scope, team=team)


def _participant_in(facts: GroupFacts, text: str) -> str:
    """A participant's name that stands in a text as a word of its own; "" without one."""
    words = set(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text))
    for person in facts.people.values():
        fields = person.fields
        names = [fields.get("first", ""), fields.get("known_as", ""), fields.get("last", "")]
        names += fields.get("name", "").split()
        found = next((name for name in names if len(name) > 1 and name in words), "")
        if found:
            return found
    return ""
