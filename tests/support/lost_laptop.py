"""What tests of a lost laptop do on it and read of it."""

from support.applications import Laptop

from npq_desktop.rows.register import Mark, MarkState

EVENT = "m1.seminar"
NAMES = ("Wilhelmina Featherstone", "Bartholomew Okonkwo")


def mark(laptop: Laptop, group: str, row: int) -> None:
    register = laptop.application.register
    person = register.view(group, EVENT).rows[row].person
    register.mark(group, EVENT, person, Mark(MarkState.PRESENT), how="typed")


def marked(laptop: Laptop, group: str) -> int:
    rows = laptop.application.register.view(group, EVENT).rows
    return sum(row.state is MarkState.PRESENT for row in rows)


def held_of(laptop, group):
    return laptop.application.held_entries.all(group)
