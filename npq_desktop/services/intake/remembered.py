"""What was remembered of platforms' files: who somebody is there, and who is not of this group.

Source: interchange/LAYOUTS.md, "Recognising people".
"""

from collections.abc import Iterable

from npq_desktop.errors import StaleError
from npq_desktop.interchange.people.name_forms import normal_form
from npq_desktop.rows.bring_in import RememberedName
from npq_desktop.rows.changes import Changes
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.intake.claims.claim_reading import SYSTEM_WORDS

_FIELD, _NAME = "id.", "id.name."
_PLATFORMS = {
    "moodle_participant": "Moodle",
    "brightspace_user": "Brightspace",
    "orgdefinedid": "Brightspace",
}


class RememberedNames:
    """Names and numbers of each group; what is not of the group is known on this laptop only."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def all(self, group: str) -> tuple[RememberedName, ...]:
        """Everything remembered, people first, by name."""
        facts = self._core.facts.of(group)
        people = [
            RememberedName(_platform(field), value, person.id, facts.names[person.id], field)
            for person in facts.participants.values()
            if not person.erased
            for field, value in sorted(person.fields.items())
            if field.startswith(_FIELD)
        ]
        others = [
            RememberedName(SYSTEM_WORDS.get(system, system), name, "", "", f"{system}/{name}")
            for system, name in sorted(self._not_ours(group))
        ]
        return (*people, *others)

    def forget(self, group: str, remembered: RememberedName) -> Changes | None:
        """Remember it no more; None where only this laptop knew it.

        Raises:
            StaleError: it is not remembered any more.
        """
        if remembered not in self.all(group):
            raise StaleError
        if not remembered.person:
            kept = [f"{s}/{n}" for s, n in self._not_ours(group)]
            self._save(group, [each for each in kept if each != remembered.field])
            return None
        entry = NewEntry("person.set", {"person": remembered.person, remembered.field: None})
        recorded = self._core.recorder.write(group, [entry])
        step = UndoStep(f"forgetting a name of {remembered.who}", recorded.ids)
        self._core.undo.remember(group, step)
        return recorded.changes

    def is_not_ours(self, group: str, system: str, name: str) -> bool:
        """Whether somebody said that a name of a platform is nobody of this group."""
        return (system, normal_form(name)) in self._not_ours(group)

    def say_not_ours(self, group: str, system: str, name: str) -> None:
        """Ask about this name no more in files of this platform."""
        kept = [f"{s}/{n}" for s, n in self._not_ours(group)]
        self._save(group, [*kept, f"{system}/{normal_form(name)}"])

    def _not_ours(self, group: str) -> set[tuple[str, str]]:
        kept = self._core.store.local.setting(_setting(group))
        said = (str(each).partition("/") for each in kept) if isinstance(kept, list) else ()
        return {(system, name) for system, _, name in said if name}

    def _save(self, group: str, said: Iterable[str]) -> None:
        self._core.store.local.save_setting(_setting(group), sorted(set(said)) or None)


def _platform(field: str) -> str:
    """The platform in words: of ``id.moodle_participant.4471``, Moodle."""
    system = field.removeprefix(_NAME) if field.startswith(_NAME) else ""
    key = field.removeprefix(_FIELD).partition(".")[0]
    return SYSTEM_WORDS.get(system or key, _PLATFORMS.get(key, system or key))


def _setting(group: str) -> str:
    return f"not ours {group}"
