"""Edits a participant's details, each with the check that a list of people gets.

Source: programme/DOMAIN.md, "Identifiers and validation".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.cells.identifiers import TRN_LENGTH, clean_email, clean_trn, clean_urn
from npq_desktop.interchange.cells.moments import read_date
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.office import CheckedDetail, PersonDetail
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import no_longer_here

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LONGEST = 200
_LEADS = ("in role", "aspiring")


def _plain(text: str) -> CheckedDetail:
    said = " ".join(text.split())
    if len(said) > _LONGEST:
        return CheckedDetail("", problem=f"Write at most {_LONGEST} characters.")
    return CheckedDetail(said)


def _email(text: str) -> CheckedDetail:
    found = clean_email(text)
    refused = found.value is None and text.strip()
    why = found.problem or found.note or "This is no email address."
    return CheckedDetail(found.value or "", problem=why if refused else "")


def _trn(text: str) -> CheckedDetail:
    found = clean_trn(text)
    if found.value is None and text.strip():
        return CheckedDetail("", problem=found.problem or "This is no TRN.")
    if found.note:
        typed = re.sub(r"[^0-9]", "", text)
        asked = f"A TRN has {_number(TRN_LENGTH)} digits. Use {found.value} for {typed}?"
        return CheckedDetail(found.value or "", question=asked)
    return CheckedDetail(found.value or "")


def _urn(text: str) -> CheckedDetail:
    found = clean_urn(text)
    if found.value is None and text.strip():
        return CheckedDetail("", problem=found.problem or "This is no URN.")
    return CheckedDetail(
        found.value or "", question=f"{found.problem} Use it?" if found.problem else ""
    )


def _dfe(text: str) -> CheckedDetail:
    said = text.strip()
    if said and not _UUID.fullmatch(said):
        return CheckedDetail("", problem="An id of the Department is 36 characters with 4 dashes.")
    return CheckedDetail(said.casefold())


def _leads(text: str) -> CheckedDetail:
    if text and text not in _LEADS:
        return CheckedDetail("", problem="Choose “in role” or “aspiring”.")
    return CheckedDetail(text)


def _day(text: str) -> CheckedDetail:
    day = read_date(text, "day first")
    if text.strip() and day is None:
        return CheckedDetail("", problem="Type the day with its year, like 5 July 2027.")
    return CheckedDetail(day.isoformat() if day else "")


def _asked(text: str) -> CheckedDetail:
    """A day, or "yes" as a list of people may say."""
    return CheckedDetail("yes") if text.strip().casefold() == "yes" else _day(text)


def _number(value: int) -> str:
    return {7: "seven"}.get(value, str(value))


@dataclass(frozen=True, slots=True)
class _Field:
    label: str
    check: Callable[[str], CheckedDetail]
    choices: tuple[str, ...] = ()


_FIELDS: Mapping[str, _Field] = {
    "known_as": _Field("Known as", _plain),
    "email": _Field("Email", _email),
    "trn": _Field("TRN", _trn),
    "urn": _Field("URN", _urn),
    "id.dfe": _Field("DfE id", _dfe),
    "role": _Field("Role", _plain),
    "leads": _Field("Leads mathematics", _leads, _LEADS),
    "employer_support": _Field("Employer supports, confirmed by", _plain),
    "employer_support_on": _Field("Confirmed on", _day),
    "support.asked": _Field("Asked for support on", _asked),
}


class DetailsService:
    """Reads, checks and records details; one save is one step of undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def details(self, group: str, person: str) -> tuple[PersonDetail, ...]:
        """The details that can be edited, in their order.

        Raises:
            ServiceError: the group has no such participant.
        """
        known = self._core.facts.of(group).participants.get(person)
        if known is None or known.erased:
            raise ServiceError(no_longer_here())
        return tuple(
            PersonDetail(
                name=name,
                label=each.label,
                value=known.fields.get(name, ""),
                others=tuple(value for value, _ in known.disagreeing.get(name, ())),
                choices=each.choices,
            )
            for name, each in _FIELDS.items()
        )

    def check(self, name: str, text: str) -> CheckedDetail:
        """What becomes of a text that was typed: a value, a question to answer, or a problem."""
        return _FIELDS[name].check(text)

    def save(
        self,
        group: str,
        person: str,
        values: Mapping[str, str],
        confirmed: frozenset[str] = frozenset(),
    ) -> Changes:
        """Record what is new of these values; ``confirmed`` names answered questions.

        Raises:
            ServiceError: a value has a problem or an open question, or nothing is new.
        """
        known = {each.name: each for each in self.details(group, person)}
        said: dict[str, object] = {}
        for name, text in values.items():
            checked = self.check(name, text)
            if checked.problem or (checked.question and name not in confirmed):
                raise ServiceError(checked.problem or checked.question)
            if checked.value != known[name].value or known[name].others:
                said[name] = checked.value or None
        if not said:
            raise ServiceError("Nothing was changed in these details.")
        recorded = self._core.recorder.write(
            group, [NewEntry("person.set", {"person": person, **said})]
        )
        name = self._core.facts.of(group).names[person]
        self._core.undo.remember(group, UndoStep(f"details of {name}", recorded.ids, person=person))
        return recorded.changes
