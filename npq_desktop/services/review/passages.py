"""Keeps passages of works that were picked for the seminar, among this laptop's drafts."""

import json
from collections.abc import Mapping

from npq_desktop.errors import ServiceError
from npq_desktop.rows.review import Passage, WorkId
from npq_desktop.services.core.core import Core

LONGEST_PASSAGE = 400
_FAMILY = "quote/"


class PassagesService:
    """Passages of every group on this laptop; they never leave it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._read: dict[str, tuple[int, Mapping[str, str]]] = {}

    def of_work(self, group: str, work: WorkId) -> tuple[str, ...]:
        """The passages picked from a work, in the order they were picked."""
        kept = self._kept(group).get(_place(work))
        return _texts(kept) if kept else ()

    def all(self, group: str) -> tuple[Passage, ...]:
        """The passages picked from all works."""
        found: list[Passage] = []
        for place, kept in self._kept(group).items():
            item, _, person = place.removeprefix(_FAMILY).rpartition("/")
            catch_up = (person, item) in self._core.facts.of(group).catchups
            work = WorkId(person, item, catch_up)
            found += [Passage(work, text) for text in _texts(kept)]
        return tuple(found)

    def _kept(self, group: str) -> Mapping[str, str]:
        """What is picked, by its place; read again only when a draft was written."""
        local = self._core.store.local
        writes, found = self._read.get(group, (-1, {}))
        if writes != local.draft_writes:
            drafts = local.drafts(group)
            found = {each.place: each.text for each in drafts if each.place.startswith(_FAMILY)}
            self._read[group] = local.draft_writes, found
        return found

    def toggle(self, group: str, work: WorkId, text: str) -> bool:
        """Pick a passage, or let it go if it is picked; says whether it is picked now.

        Raises:
            ServiceError: it is empty or longer than a page can show.
        """
        passage = " ".join(text.split())
        if not passage:
            raise ServiceError("There is no text in this passage.")
        if len(passage) > LONGEST_PASSAGE:
            raise ServiceError(
                f"This passage has {len(passage)} characters. Select at most {LONGEST_PASSAGE}."
            )
        kept = list(self.of_work(group, work))
        is_new = passage not in kept
        kept = [*kept, passage] if is_new else [each for each in kept if each != passage]
        text = json.dumps(kept, ensure_ascii=False) if kept else ""
        self._core.store.local.save_draft(group, _place(work), text)
        return is_new


def _place(work: WorkId) -> str:
    return f"{_FAMILY}{work.item}/{work.person}"


def _texts(kept: str) -> tuple[str, ...]:
    try:
        found = json.loads(kept)
    except ValueError:
        return ()
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
