"""Walks the XML of a document as it is parsed, without holding its elements."""

import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.files.archives import Archive


class PackedParts:
    """The parts of a document that is an archive, by their names.

    Raises, below: InterchangeError where a part is damaged or declares entities.
    """

    def __init__(self, archive: Archive, file_name: str) -> None:
        self._archive, self._file_name = archive, file_name
        self._entries = {entry.label: entry for entry in archive.entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> tuple[str, ...]:
        """What every part is called."""
        return tuple(self._entries)

    def data(self, name: str) -> bytes:
        """The bytes of a part, none where there is no such part."""
        return self._archive.read(self._entries[name]) if name in self._entries else b""

    def refusal(self, name: str) -> str:
        """Why a part was not opened; "" where it was, or where there is none."""
        return next((each.reason for each in self._archive.refused if each.label == name), "")

    def walk(self, name: str, walker: "XmlWalker") -> None:
        """Let a walker see a part; one that is not there has no elements."""
        xml = self.data(name)
        if not xml:
            return
        if _declares_entities(xml):
            fault = "declares entities, which no document needs. It was not opened."
            raise InterchangeError(f"“{self._file_name}” {fault}")
        try:
            walker.parse(xml)
        except (expat.ExpatError, ValueError, zipfile.BadZipFile) as error:
            raise InterchangeError(f"“{self._file_name}” is damaged. Ask for it again.") from error


class XmlWalker:
    """Hears of elements by short names: ``w:p`` whatever the document calls its namespaces.

    ``spaces`` gives the short name of each namespace; only elements named in ``heard`` are heard
    of. What is inside an element that ``is_left_out`` is passed over.
    """

    spaces: Mapping[str, str] = {}
    heard: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._short: dict[str, str] = {}
        self._left_out = 0

    def parse(self, xml: bytes) -> None:
        """Walk the XML; document types were refused before."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        if type(self).data is not XmlWalker.data:
            parser.CharacterDataHandler = self._on_data
        parser.Parse(xml, True)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; its attributes have short names too."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text inside the element that began last."""

    def is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element and all inside it is passed over."""
        return False

    def _on_start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._left_out:
            self._left_out += 1
            return
        short = self._short.get(tag) or self._named(tag)
        if short not in self.heard:
            self.between()
            return
        said = {self._named(name): value for name, value in attributes.items()}
        if self.is_left_out(short, said):
            self._left_out = 1
            return
        self.start(short, said)

    def between(self) -> None:
        """An element that is not heard of begins or ends."""

    def _on_end(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        short = self._short.get(tag) or self._named(tag)
        if short in self.heard:
            self.end(short)
        else:
            self.between()

    def _on_data(self, text: str) -> None:
        if not self._left_out:
            self.data(text)

    def _named(self, tag: str) -> str:
        found = self._short.get(tag)
        if found is None:
            space, _, name = tag.rpartition(" ")
            prefix = self.spaces.get(space, "?") if space else ""
            found = f"{prefix}:{name}" if prefix else name
            self._short[tag] = found
        return found


def _declares_entities(xml: bytes) -> bool:
    """Whether there is a document type, also where UTF-16 puts a NUL beside each letter."""
    return any(mark in xml or _wide(mark) in xml for mark in (b"<!DOCTYPE", b"<!ENTITY"))


def _wide(text: bytes) -> bytes:
    return text.decode("ascii").encode("utf-16-le")[:-1]
