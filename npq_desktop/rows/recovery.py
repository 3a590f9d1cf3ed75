"""What the recovery sheet shows, and what came of restoring from one."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """A sheet to print: its code, nine groups of three, and whose laptop it opens."""

    code: str = field(repr=False)
    number: str
    person: str
    device: str


@dataclass(frozen=True, slots=True)
class Restored:
    """``group`` to look at first, "" for none; ``words`` are sentences of what came and what did
    not.
    """

    group: str
    words: tuple[str, ...]
