"""Reads the whole of a text whose beginning a change carries, where its file is kept here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from npq_desktop.errors import ServiceError
from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.documents.shape import members_of, unpacked
from npq_desktop.rows.review import Attempt
from npq_desktop.services.review.files import WorkFiles

_MOST_KEPT = 8


class WholeTexts:
    """Keeps the last few it has read: a work is shown again and again."""

    def __init__(self, files: WorkFiles) -> None:
        self._files = files
        self._read: dict[str, Attempt] = {}

    def of(self, group: str, attempts: tuple[Attempt, ...]) -> tuple[Attempt, ...]:
        """The attempts, with whether their files are here, and whole where they are."""
        return tuple(self._whole(group, each) for each in attempts)

    def _whole(self, group: str, attempt: Attempt) -> Attempt:
        if not attempt.files:
            return attempt
        named = [(each.name, each.size, each.sha256) for each in attempt.files]
        attempt = replace(attempt, files=self._files.of_work(group, named))
        if not attempt.is_cut or not all(each.is_here for each in attempt.files):
            return attempt
        known = self._read.get(attempt.content)
        if known is None:
            known = self._read_files(group, attempt)
            if len(self._read) >= _MOST_KEPT:
                self._read.pop(next(iter(self._read)))
            self._read[attempt.content] = known
        return replace(attempt, text=known.text, words=known.words, kinds=known.kinds,
                       strong=known.strong, links=known.links, words_all=known.words)  # fmt: skip

    def _read_files(self, group: str, attempt: Attempt) -> Attempt:
        try:
            documents = [
                document_text(self._files.data(group, file), file_name=file.name)
                for file in attempt.files
            ]
        except ServiceError:
            return attempt
        documents = [each for each in documents if each.lines]
        if not documents:
            return attempt
        text = "\n\n".join(each.text for each in documents)
        said = members_of(documents, text, most_bytes=None)
        return replace(
            attempt,
            text=text,
            words=len(text.split()),
            kinds=unpacked(str(said.get("shape", "")), text) or (),
            strong=_spans(said, "strong"),
            links=_spans(said, "links"),
        )


def _spans(said: Mapping[str, object], name: str) -> tuple[Any, ...]:
    found = said.get(name)
    return tuple(map(tuple, found)) if isinstance(found, list) else ()
