"""What the recovery sheet, a restore and a start after a cut show."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LostRegister:
    """A register of which changes may be missing since a cut; ``words`` name it and its marks."""

    group: str
    event: str
    words: str


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """A sheet to print: its code, nine groups of three, whose laptop it opens, and of each group
    what exactly.
    """

    code: str = field(repr=False)
    number: str
    person: str
    device: str
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostLaptop:
    """A laptop in one group that may be lost; ``is_sure`` where no other can be meant, and
    ``is_only`` where its owner never had another in the group.
    """

    group: str
    key: str
    words: str
    is_sure: bool
    is_only: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """``group`` to look at first, "" for none; ``words`` are sentences of what came and what did
    not; ``lost`` are the laptops that somebody may have, and that the code can take out;
    ``removed`` are those that it took out with the restore.
    """

    group: str
    words: tuple[str, ...]
    lost: tuple[LostLaptop, ...] = ()
    removed: tuple[LostLaptop, ...] = ()
