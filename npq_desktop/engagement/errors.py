"""The one error of the engine and how it names the place; what is wrong is for others to say."""

from __future__ import annotations

from typing import TypeAlias

from npq_desktop.errors import NpqDesktopError

Name: TypeAlias = str | int | None
"""An id; or, where there is no usable id, the position counted from 1; or None: not inside one."""


class EngagementInputError(NpqDesktopError):
    """The engagement input breaks a rule; nothing was calculated.

    ``participant`` and ``item`` are ids, or positions counted from 1 where the id itself is not
    usable, or None outside one. ``field`` is the member at fault, written as a path inside the
    rule (``rule.components[0].weight``); None means the whole of what is named.
    """

    def __init__(
        self,
        reason: str,
        *,
        participant: Name = None,
        item: Name = None,
        field: str | None = None,
    ) -> None:
        self.reason = reason
        self.participant = participant
        self.item = item
        self.field = field
        super().__init__(f"The engagement input cannot be used. {self.place}: {reason}.")

    @property
    def place(self) -> str:
        """Where it is wrong, for a person: ``Participant 'p1', item 'd1', 'due'``."""
        names = (("participant", self.participant), ("item", self.item))
        parts = [_named(kind, name) for kind, name in names if name is not None]
        if self.field is not None:
            parts.append(repr(shortened(self.field)))
        text = ", ".join(parts) or "document"
        return text[0].upper() + text[1:]

    def within(
        self, *, participant: Name = None, item: Name = None, path: str = ""
    ) -> EngagementInputError:
        """Return the same error, its place completed by what the caller knows."""
        field = path + (self.field or "")
        return EngagementInputError(
            self.reason,
            participant=participant if self.participant is None else self.participant,
            item=item if self.item is None else self.item,
            field=field.rstrip(".") or None,
        )


def shortened(text: str) -> str:
    """Return ``text``, cut after 60 characters: hostile input must not flood a screen."""
    return text if len(text) <= 60 else text[:60] + "…"


def _named(kind: str, name: str | int) -> str:
    return f"{kind} number {name}" if isinstance(name, int) else f"{kind} {shortened(name)!r}"
