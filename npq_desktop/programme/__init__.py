"""What a programme asks for: modules, tasks, events, weights and credit rules.

A definition comes from a TOML file, or from the JSON kept in a journal, as frozen values.
"""

from npq_desktop.programme.attendance_credit import BeyondTolerance
from npq_desktop.programme.items import ItemKind, ProgrammeItem
from npq_desktop.programme.model import Programme
from npq_desktop.programme.parse import load_programme
from npq_desktop.programme.parts import Away, CountsWhen, CycleStep

__all__ = [
    "Away",
    "BeyondTolerance",
    "CountsWhen",
    "CycleStep",
    "ItemKind",
    "Programme",
    "ProgrammeItem",
    "load_programme",
]
