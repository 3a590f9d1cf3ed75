"""Office settings: what the programme office decides on, kept beside the definition.

They are read like a definition, whole or refused, and written as one canonical JSON text.
Source: programme/DOMAIN.md, "The programme".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from npq_desktop.programme.parse import document_from_json, document_from_toml
from npq_desktop.programme.tables import NONE, TomlTable

_MAX_DAYS = 1_000
_MAX_WEEKS = 520
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class References(StrEnum):
    """Whether a list of references and appendices counts towards the words of a response."""

    LEFT_OUT = "left out"
    COUNTED = "counted"


class SampleFailed(StrEnum):
    """Whether every failed response is moderated, or only those drawn."""

    ALL = "all"
    DRAWN = "drawn"


class FundingRule(StrEnum):
    """Which places the Department funds."""

    PUBLIC = "public"
    LISTS = "lists"
    NONE = "none"


class CompletedOn(StrEnum):
    """The day a completion is declared for."""

    RESULTS = "results"
    HANDED_IN = "handed_in"


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """One planned round of the assessment."""

    key: str
    title: str
    week: int

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from one ``[[office.assessment.rounds]]``."""
        part = cls(
            key=table.name("key"),
            title=table.text("title"),
            week=table.whole("week", 0, _MAX_WEEKS),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class AssessmentOffice:
    """How the summative assessment is run."""

    attempts: int
    remind_days: int
    references: References
    sample_percent: int
    sample_least: int
    sample_failed: SampleFailed
    rounds: tuple[RoundPlan, ...]

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[office.assessment]``."""
        part = cls(
            attempts=table.whole("attempts", 1, 20),
            remind_days=table.whole("remind_days", 0, _MAX_DAYS),
            references=table.choice("references", References),
            sample_percent=table.whole("sample_percent", 0, 100),
            sample_least=table.whole("sample_least", 0, 1_000),
            sample_failed=table.choice("sample_failed", SampleFailed),
            rounds=tuple(map(RoundPlan.read, table.tables("rounds", at_least=1))),
        )
        keys = [each.key for each in part.rounds]
        if len(set(keys)) < len(keys):
            table.refuse("rounds", "must not use one key twice")
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class ImplementationOffice:
    """How long the plan of an improvement may take."""

    learning_minutes: int

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[office.implementation]``."""
        return table.closed(cls(learning_minutes=table.whole("learning_minutes", 1, 10_000)))


@dataclass(frozen=True, slots=True)
class MoneyOffice:
    """What a place costs, and which places are funded."""

    fee_pounds: int
    funding: FundingRule
    lists: tuple[str, ...]

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[office.money]``."""
        part = cls(
            fee_pounds=table.whole("fee_pounds", 0, 100_000),
            funding=table.choice("funding", FundingRule),
            lists=table.texts("lists"),
        )
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class CoachingOffice:
    """Which lists entitle to one-to-one support."""

    lists: tuple[str, ...]

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[office.coaching]``."""
        return table.closed(cls(lists=table.texts("lists")))


@dataclass(frozen=True, slots=True)
class DfeOffice:
    """What a declaration to the Department needs beside the facts; "" where not filled in yet."""

    completed_on: CompletedOn
    lead_provider_name: str
    delivery_partner_id: str
    schedule_start: str

    @classmethod
    def read(cls, table: TomlTable) -> Self:
        """Read it from ``[office.dfe]``."""
        part = cls(
            completed_on=table.choice("completed_on", CompletedOn),
            lead_provider_name=_or_none(table, "lead_provider_name"),
            delivery_partner_id=_or_none(table, "delivery_partner_id"),
            schedule_start=_or_none(table, "schedule_start"),
        )
        if part.delivery_partner_id and not _UUID.fullmatch(part.delivery_partner_id):
            table.refuse("delivery_partner_id", f'must be a UUID, or "{NONE}"')
        if part.schedule_start and not _is_day(part.schedule_start):
            table.refuse("schedule_start", f'must be a day like "2026-10-01", or "{NONE}"')
        return table.closed(part)


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """All settings of the office; fields have the names of the keys in the file."""

    assessment: AssessmentOffice
    implementation: ImplementationOffice
    money: MoneyOffice
    coaching: CoachingOffice
    dfe: DfeOffice

    @classmethod
    def from_document(cls, document: Mapping[str, object], *, source: str) -> Self:
        """The settings that ``document`` gives; ``source`` names it in errors.

        Raises: ProgrammeError naming source, key and reason.
        """
        table = TomlTable(document, source=source)
        part = cls(
            assessment=AssessmentOffice.read(table.table("assessment")),
            implementation=ImplementationOffice.read(table.table("implementation")),
            money=MoneyOffice.read(table.table("money")),
            coaching=CoachingOffice.read(table.table("coaching")),
            dfe=DfeOffice.read(table.table("dfe")),
        )
        return table.closed(part)

    @classmethod
    def from_json(cls, text: str, *, source: str = "of the office in this group") -> Self:
        """The settings that :meth:`to_json` wrote.

        Raises: ProgrammeError naming source, key and reason.
        """
        return cls.from_document(document_from_json(text, source=source), source=source)

    def to_json(self) -> str:
        """The one canonical text: keys sorted, no spaces."""
        document = asdict(self)
        dfe = {name: text or NONE for name, text in document["dfe"].items()}
        document = {**document, "dfe": dfe}
        return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def load_office(path: Path) -> OfficeSettings:
    """The settings of the TOML file at ``path``, in its table ``office``.

    Raises: ProgrammeError naming the file, the key (or the line) and the reason.
    """
    table = TomlTable(document_from_toml(path), source=path.name)
    return table.closed(
        OfficeSettings.from_document(table.mapping("office"), source=f"{path.name}, office")
    )


def _or_none(table: TomlTable, key: str) -> str:
    text = table.text(key)
    return "" if text == NONE else text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
