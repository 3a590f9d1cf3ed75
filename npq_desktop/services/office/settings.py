"""Reads and changes the office's settings, which travel beside a group's definition.

An older program writes a definition without them; then those of the entry it replaced stand.
Source: programme/DOMAIN.md, "The programme".
"""

from collections.abc import Sequence

from npq_desktop.errors import ProgrammeError, ServiceError
from npq_desktop.journal.kinds.programme import PROGRAMME, ProgrammeFact
from npq_desktop.journal.state import State
from npq_desktop.programme.office import OfficeSettings, load_office
from npq_desktop.resources import resource
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.office import OfficeSettingsView
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts, derived
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.office.roles import OfficeRoles

_SHIPPED_NOTE = "This group has no office settings yet, so the usual ones are used."
_UNREADABLE = (
    "A newer version wrote this group's office settings, so the usual ones are used here. Update "
    "NPQ Desktop to see them."
)
_DIFFERENT = (
    "Two coordinators saved different office settings. The first is used until one saves again."
)


def shipped_settings() -> OfficeSettings:
    """The settings of the program itself.

    Raises: ProgrammeError if its own file is broken.
    """
    return load_office(resource("programmes/office.toml"))


@derived("programme")
def office_texts(facts: GroupFacts) -> tuple[str, ...]:
    """The settings that the group states, each once, in the order of heads; mostly one or none."""
    live = sorted(facts.of(PROGRAMME), key=lambda fact: fact.head)
    said = [fact.office for fact in live if fact.office]
    if not said:
        said = [text for fact in live if (text := _before(facts.state, fact))]
    return tuple(dict.fromkeys(said))


@derived("programme")
def office_settings(facts: GroupFacts) -> OfficeSettings:
    """The settings that hold in a group."""
    for text in office_texts(facts)[:1]:
        try:
            return OfficeSettings.from_json(text)
        except ProgrammeError:
            break
    return shipped_settings()


def _before(state: State, fact: ProgrammeFact) -> str:
    """What the nearest replaced entry with settings says."""
    seen: set[str] = set()
    step = sorted(state.events[fact.source.id].rep)
    while step:
        known = [one for one in step if one in state.events and one not in state.held]
        for one in known:
            office = (state.events[one].content or {}).get("office")
            if isinstance(office, str) and office:
                return office
        seen.update(step)
        step = sorted({before for one in known for before in state.events[one].rep} - seen)
    return ""


class OfficeSettingsService:
    """The settings of each group."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def view(self, group: str) -> OfficeSettingsView:
        """The settings as they hold, and whether this laptop may change them."""
        facts = self._core.facts.of(group)
        texts = office_texts(facts)
        return OfficeSettingsView(
            settings=office_settings(facts),
            is_stated=bool(texts),
            note=_note(texts),
            refusal=self._roles.refusal(group, "change the office settings"),
            others=self._roles.sisters(group),
        )

    def change(self, groups: Sequence[str], settings: OfficeSettings) -> Changes:
        """Record the settings in these groups: one entry and one step of undo in each.

        Returns what changed in the first group.

        Raises:
            ServiceError: this laptop does not coordinate one of them, or nothing would change.
            ProgrammeError: a value lies out of its range.
        """
        text = OfficeSettings.from_json(settings.to_json(), source="as typed").to_json()
        for group in groups:
            self._roles.check(group, "change the office settings")
            self._check_week(self._core.facts.of(group), settings)
        wanted = [one for one in groups if office_texts(self._core.facts.of(one)) != (text,)]
        if not wanted:
            raise ServiceError("Nothing was changed in these settings.")
        written: list[Changes] = []
        with self._core.together():
            for group in wanted:
                programme = self._core.facts.of(group).group.programme
                content = {"programme": programme, "office": text}
                recorded = self._core.recorder.write(group, [NewEntry("programme.set", content)])
                self._core.undo.remember(group, UndoStep("office settings", recorded.ids))
                written.append(recorded.changes)
        return written[0]

    @staticmethod
    def _check_week(facts: GroupFacts, settings: OfficeSettings) -> None:
        week = facts.programme.assessment.week
        first = settings.assessment.rounds[0]
        if first.week != week:
            raise ServiceError(
                f"“{first.title}” is planned for week {first.week}, but the programme says week "
                f"{week}. Type {week} for the first round."
            )


def _note(texts: Sequence[str]) -> str:
    if not texts:
        return _SHIPPED_NOTE
    if len(texts) > 1:
        return _DIFFERENT
    try:
        OfficeSettings.from_json(texts[0])
    except ProgrammeError:
        return _UNREADABLE
    return ""
