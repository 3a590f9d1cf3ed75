"""A term of laptops that work in one small group: who marks, sends, restores and clones."""

import shutil
from datetime import date

from support.applications import Laptop, group_as_planned, preview

from npq_desktop.rows.register import Mark, MarkState

EVENT = "m1.seminar"
NAMES = (
    "Wilhelmina Featherstone", "Bartholomew Okonkwo", "Siobhán Llewellyn", "Agnieszka Wójcik",
    "Thaddeus Pemberton", "Oluwaseun Adeyemi", "Persephone Ravenscroft", "Maximilian Thistlewood",
)  # fmt: skip
STATES = (MarkState.PRESENT, MarkState.ABSENT, MarkState.LATE, MarkState.UNMARKED)


def found_team(folder):
    """Folders of Alex, who started a small group, and of Sam and Noor, who joined it."""
    alex, *others = (Laptop(folder / name, name) for name in ("Alex", "Sam", "Noor"))
    services, first = alex.application, date(2026, 10, 6)
    group = group_as_planned(services, preview(*NAMES), title="A", cohort="B", first_seminar=first)
    for each in others:
        path = folder / f"invitation of {each.person}"
        made = alex.application.membership.invite(group, each.person, "facilitator", path)
        joining = each.application.membership
        joining.join(joining.preview_invitation(path, made.words))
    term = Term(folder, group, [alex, *others])
    for each in others:  # Sam's first file is not for Noor, whose invitation is younger than his
        term.take(alex, term.send(each))
    for each in others:
        term.take(each, term.send(alex))
    term.close()
    return group


def term_of(folder, group, into):
    """The team's term again, afresh, in copies of its folders."""
    for name in ("Alex", "Sam", "Noor"):
        shutil.copytree(folder / name, into / name)
    return Term(into, group, [Laptop(into / name, name) for name in ("Alex", "Sam", "Noor")])


class Term:
    """Laptops of one group, the files they hand round, and every mark that got its tick."""

    def __init__(self, folder, group, laptops):
        self.folder, self.group, self.laptops = folder, group, laptops
        self.files, self.ticked, self.copies = [], set(), []

    def close(self):
        for laptop in self.laptops:
            laptop.close()

    def mark(self, laptop, person, state, event=EVENT):
        minutes = 7 if state is MarkState.LATE else 0
        made = Mark(state=state, minutes_late=minutes)
        register, before = laptop.application.register, self.ids(laptop)
        register.mark(self.group, event, person, made)
        self.ticked |= self.ids(laptop) - before

    def ids(self, laptop):
        return {event.id for event in laptop.application.store.events(self.group)}

    def people(self):
        view = self.laptops[0].application.register.view(self.group, EVENT)
        return [row.person for row in view.rows]

    def send(self, laptop):
        path = self.folder / f"file {len(self.files)}.npqsync"
        laptop.application.exchange.send(self.group, path)
        self.files.append(path)
        return path

    def take(self, laptop, path):
        exchange = laptop.application.exchange
        return exchange.merge(exchange.preview(path))[1]

    def copy(self, laptop):
        """A copy of the closed data directory, as a backup program makes one."""
        laptop.close()
        path = self.folder / f"copy {len(list(self.folder.glob('copy *')))}"
        shutil.copytree(laptop.folder, path)
        self.copies.append((laptop, path))
        return path

    def restore(self, laptop, path):
        laptop.close()
        shutil.rmtree(laptop.folder)
        shutil.copytree(path, laptop.folder)

    def clone(self, laptop):
        """A second laptop from a copy of the first: both go on."""
        other = Laptop(self.copy(laptop), laptop.person)
        self.copies.pop()
        self.laptops.append(other)
        return other

    def everyone_gives_to_everyone(self):
        for path in self.files + [self.send(laptop) for laptop in self.laptops]:
            for laptop in self.laptops:
                self.take(laptop, path)

    def digests(self):
        return {laptop.application.exchange.digest(self.group) for laptop in self.laptops}

    def sides(self, laptop, person):
        return laptop.application.store.state(self.group).heads(("mark", EVENT, person))

    def disputed(self, laptop):
        rows = laptop.application.register.view(self.group, EVENT).rows
        return [row.person for row in rows if row.state is MarkState.CONFLICT]
