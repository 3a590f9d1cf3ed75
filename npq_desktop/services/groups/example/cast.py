"""The people of the example group: invented names and schools, none of them real.

Names are chosen to be hard: apostrophes, hyphens, accents, particles, a two-letter name, two people
of one name, a mononym, somebody known by another name.
"""

from dataclasses import dataclass
from enum import StrEnum


class Story(StrEnum):
    """What happened to a person so far; each leads to a standing or state worth seeing."""

    STEADY = "steady"
    TRANSFERRED = "transferred with everything credited"
    BEHIND = "tasks outstanding"
    OUT_OF_REACH = "missed too many events"
    NEW = "joined this week, earlier modules exempted"
    CONFLICT = "marked differently on two laptops"
    DEFERRED = "deferred"
    CAUGHT_UP = "missed one event and caught up"
    CATCHING_UP = "missed one event, catch-up handed in"
    CATCH_UP_AGREED = "missed one event, catch-up agreed"
    CATCH_UP_RETURNED = "missed one event, catch-up returned for revision"
    LATE = "came late, within the tolerance and beyond it"
    RETURNED = "a task returned for revision"
    RESUBMITTED = "a returned task handed in again"
    TWO_DECISIONS = "one task accepted here and returned there"


@dataclass(frozen=True, slots=True)
class Person:
    """One participant; ``school`` is an index into :data:`SCHOOLS`."""

    first: str
    last: str
    school: int
    story: Story = Story.STEADY
    known_as: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


SCHOOLS: tuple[tuple[str, str], ...] = (
    ("Alder Brook Primary School", "190021"),
    ("St Wilfrid's Church of England Primary School", "190022"),
    ("Harbour Lane Primary Academy", "190023"),
    ("Ysgol Gynradd Bryn Hafod", "190024"),
    ("Millstone Edge Infant and Junior Federation", "190025"),
    ("Kingsmead Primary School", "190026"),
)

CAST: tuple[Person, ...] = (
    Person("Adaeze", "Nwosu", 0),
    Person("Aoife", "O'Donoghue", 1, Story.LATE),
    Person("Bethan", "ap Rhys", 3),
    Person("Catherine", "de la Cour", 1, Story.RETURNED),
    Person("Dafydd", "Llŷr-Morgan", 3),
    Person("Éloïse", "Lefèvre", 2, Story.TRANSFERRED),
    Person("Farid", "Al-Masri", 4),
    Person("Grace", "Appiah", 5, Story.CAUGHT_UP),
    Person("Harriet", "Wolstenholme-Fitzwilliam", 4, Story.CATCH_UP_RETURNED),
    Person("Ikram", "Hussain", 5, Story.BEHIND),
    Person("Jamie", "Taylor", 0),
    Person("Jamie", "Taylor", 2, Story.RESUBMITTED),
    Person("Katarzyna", "Wiśniewska", 0, known_as="Kasia"),
    Person("Lakshmi", "Raghunathan", 2),
    Person("Marcus", "Bell", 5, Story.OUT_OF_REACH),
    Person("Mei", "Xu", 4),
    Person("Niamh", "Ní Bhriain", 1, Story.CONFLICT),
    Person("Oluwadamilola", "Adebayo", 0, known_as="Dami"),
    Person("Peter", "Hargreaves", 3, Story.DEFERRED),
    Person("Rūta", "Kazlauskaitė", 2, Story.CATCHING_UP),
    Person("Sunita", "", 5),
    Person("Tomás", "García Núñez", 4, Story.TWO_DECISIONS),
    Person("Umar", "Farooq", 1, Story.CATCH_UP_AGREED),
    Person("Victoria", "Smith-Jones", 3, Story.NEW),
    Person("William", "Þórsson", 2),
    Person("Xanthe", "D'Arcy", 0),
)

COLLEAGUE = "Sam Okafor"
COLLEAGUES_LAPTOP = "Sam's laptop"
