"""Prepares messages to participants as drafts, a table for mail merge, or text to copy.

The program sends nothing. No message tells reasons, health, money or an outcome.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.exports.drafts import draft_email, draft_name
from npq_desktop.interchange.exports.table_writing import write_csv
from npq_desktop.resources import resource
from npq_desktop.rows.contact import MessagesPreview, MessageText, PreparedMessage
from npq_desktop.services.cohort import words as cohort_words
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.events import group_events, next_event
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.files import save_export
from npq_desktop.services.core.words import clean, clock_time, day_and_year, listed
from npq_desktop.services.office.assessment.judging import AssessmentAt
from npq_desktop.services.office.roles import OfficeRoles

PLACEHOLDERS = (
    "known_as", "plan", "secured", "threshold", "next_event", "opens", "closes", "facilitator",
)  # fmt: skip
_BRACED = re.compile(r"\{([^{}\n]{0,60})\}")
_OWN = "message texts"
_LONGEST = 4_000


class MessagesService:
    """Texts of the program and of this laptop, filled in for people of a group."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def texts(self, group: str) -> tuple[MessageText, ...]:
        """The texts to choose from, one's own last."""
        file = resource("messages.toml").read_text(encoding="utf-8")
        known: Mapping[str, Mapping[str, str]] = tomllib.loads(file)
        coordinates = self._roles.is_coordinator(group)
        shipped = [
            MessageText(key, each["title"], each["subject"], each["text"].strip())
            for key, each in known.items()
            if coordinates or "coordinators" not in each
        ]
        return (*shipped, *self._own())

    def keep(self, title: str, subject: str, text: str) -> None:
        """Keep a text of one's own on this laptop, in place of one of the same title.

        Raises:
            ServiceError: something is empty or too long, or a blank is not known.
        """
        if not (title.strip() and subject.strip() and text.strip()):
            raise ServiceError("Give the text a title, a subject and words.")
        if len(text) > _LONGEST:
            raise ServiceError(f"Write at most {_LONGEST:,} characters.")
        _check(subject, text)
        others = [each for each in self._own() if each.title != title.strip()]
        own = [*others, MessageText("", title.strip(), subject.strip(), text.strip(), is_own=True)]
        self._save(own)

    def forget(self, title: str) -> None:
        """Drop a text of one's own."""
        self._save([each for each in self._own() if each.title != title])

    def preview(
        self, group: str, people: Sequence[str], text: MessageText, round_key: str = ""
    ) -> MessagesPreview:
        """The message to each of these people; ``round_key`` is whose days are filled in.

        Raises:
            ServiceError: a blank of the text is not known; then nothing is made.
        """
        _check(text.subject, text.text)
        facts, now = self._core.facts.of(group), self._core.now(group)
        filling = _Filling(facts, AssessmentAt(facts, self._roles.sealed, now), round_key)
        own = self._core.identities.person_name
        found = [
            filling.message(person, text, own) for person in people if person in facts.participants
        ]
        return MessagesPreview(
            messages=tuple(found),
            without_email=tuple(each.name for each in found if not each.email),
        )

    def save_drafts(self, group: str, preview: MessagesPreview, folder: Path) -> int:
        """Write a draft for everybody who has an email address; returns how many.

        Raises:
            ServiceError: nobody has one.
            BundleError: one was not saved.
        """
        taken: set[str] = set()
        ready = [each for each in preview.messages if each.email]
        if not ready:
            raise ServiceError("Nobody here has an email address.")
        for each in ready:
            data = draft_email(to=each.email, subject=each.subject, text=each.text)
            path = folder / draft_name(each.name, taken)
            save_export(path, data, store=self._core.store, group=group, what="a prepared message")
        return len(ready)

    def save_table(self, group: str, preview: MessagesPreview, path: Path) -> None:
        """Write a table for mail merge.

        Raises:
            BundleError: it was not saved.
        """
        header = ("Name", "Email", "Subject", "Text")
        rows = [(clean(m.name), m.email, clean(m.subject), m.text) for m in preview.messages]
        what = "prepared messages"
        save_export(path, write_csv(header, rows), store=self._core.store, group=group, what=what)

    def _own(self) -> list[MessageText]:
        kept = self._core.store.local.setting(_OWN) or []
        return [MessageText("", each[0], each[1], each[2], is_own=True) for each in kept]

    def _save(self, texts: Iterable[MessageText]) -> None:
        kept = [[each.title, each.subject, each.text] for each in texts]
        self._core.store.local.save_setting(_OWN, kept)


class _Filling:
    """What the blanks of a text become for one person."""

    def __init__(self, facts: GroupFacts, judged: AssessmentAt, round_key: str) -> None:
        self._facts = facts
        self._judged = judged
        self._round = round_key
        self._rows = judged.figures
        event = next_event(group_events(facts), judged.now)
        when = event.start if event is not None else None
        self._next = f"{event.title}, {day_and_year(when.date())}" if event and when else ""

    def message(self, person: str, text: MessageText, own: str) -> PreparedMessage:
        """The message of one person, with every blank filled in."""
        fields = self._facts.participants[person].fields
        row = self._rows.row(self._facts.participants[person])
        times = self._judged.round_of(person, self._round).times if self._round else None
        first = fields.get("known_as") or fields.get("first") or fields.get("name", "")
        said = {
            "known_as": first.split()[0] if first.split() else first,
            "plan": cohort_words.route(row),
            "secured": cohort_words.percent(row.secured.percent) if row.secured else "0%",
            "threshold": str(row.threshold),
            "next_event": self._next,
            "opens": day_and_year(times.opens.date()) if times else "",
            "closes": self._closes(person),
            "facilitator": own,
        }
        return PreparedMessage(
            person=person,
            name=self._facts.names[person],
            email=fields.get("email", ""),
            subject=_filled(text.subject, said),
            text=_filled(text.text, said),
        )

    def _closes(self, person: str) -> str:
        """The last day and minute, as people say it."""
        times = self._judged.round_of(person, self._round).times if self._round else None
        if times is None:
            return ""
        last = times.closes - timedelta(minutes=1)
        return f"{day_and_year(last.date())}, {clock_time(last)}"


def _check(*texts: str) -> None:
    """Stop where a text has a blank that nobody can fill in."""
    found = [name for text in texts for name in _BRACED.findall(text)]
    unknown = dict.fromkeys(f"{{{name}}}" for name in found if name not in PLACEHOLDERS)
    if unknown:
        raise ServiceError(f"{listed(unknown)} cannot be filled in. Nothing was made.")


def _filled(text: str, said: Mapping[str, str]) -> str:
    return _BRACED.sub(lambda found: said[found.group(1)], text)
