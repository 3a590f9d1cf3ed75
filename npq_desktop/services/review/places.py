"""Keeps what a queue shows and which work was read last, for each group on this laptop."""

from dataclasses import asdict, fields

from npq_desktop.rows.review import Order, QueueChoice, Show, WorkId
from npq_desktop.services.core.core import Core

_FAMILY = "reading/"
_CATCH_UP, _TASK = "catch-up", "task"


class ReviewPlaces:
    """Where somebody was. A place names its person, so that erasing the person takes it."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def choice(self, group: str) -> QueueChoice:
        """What the queue of a group last showed; a damaged memory is none."""
        kept = self._core.store.local.setting(_choice_name(group))
        if not isinstance(kept, dict):
            return QueueChoice()
        said = {each.name: kept.get(each.name) for each in fields(QueueChoice)}
        try:
            return QueueChoice(
                Show(str(said["show"])),
                str(said["module"] or ""),
                str(said["kind"] or ""),
                said["expected_next"] is True,
                Order(str(said["order"])),
            )
        except ValueError:
            return QueueChoice()

    def keep_choice(self, group: str, choice: QueueChoice) -> None:
        """Keep what the queue of a group shows."""
        self._core.store.local.save_setting(_choice_name(group), asdict(choice))

    def place(self, group: str) -> tuple[WorkId, int] | None:
        """The work read last in a group and how far its text was scrolled."""
        for draft in self._core.store.local.drafts(group):
            if draft.place.startswith(_FAMILY):
                item, _, person = draft.place.removeprefix(_FAMILY).rpartition("/")
                kind, _, scrolled = draft.text.partition(" ")
                position = int(scrolled) if scrolled.isdecimal() else 0
                return WorkId(person, item, kind == _CATCH_UP), position
        return None

    def keep_place(self, group: str, work: WorkId, scrolled: int) -> None:
        """Keep which work is read and how far its text is scrolled."""
        place = f"{_FAMILY}{work.item}/{work.person}"
        local = self._core.store.local
        with self._core.together():
            for draft in local.drafts(group):
                if draft.place.startswith(_FAMILY) and draft.place != place:
                    local.save_draft(group, draft.place, "")
            local.save_draft(group, place, f"{_CATCH_UP if work.catch_up else _TASK} {scrolled}")


def _choice_name(group: str) -> str:
    return f"review queue {group}"
