"""Alex's laptop with the example group, and Sam, who joined it with another program; a laptop that
gets lost.
"""

import shutil
from types import SimpleNamespace

import pyrage
import pytest
from stories.independent.comparing import program_says, reader_says
from stories.independent.keys import read_invitation, signing_key
from stories.independent.reader import read_event
from stories.independent.writer import Pen, event_id
from support.applications import Laptop, preview
from support.lost_laptop import NAMES, mark


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A laptop with a small group, and Sam: somebody who joined with another program."""
    folder = tmp_path_factory.mktemp("prepared")
    alex = Laptop(folder / "alex", "Alex Morgan")
    first = alex.clock().date()
    people = preview("Ann Lee", "Éva Ő", "Mei Xu")
    group = alex.application.setup.create_group(
        people, title="Group 07", cohort="A", first_seminar=first
    )
    mark(alex, group, 0)
    made = alex.application.membership.invite(group, "Sam", "facilitator", folder / "invitation")
    alex.close()
    secret, invite_id, bundle = read_invitation(made.path.read_bytes(), made.words)
    invite = next(e for e in bundle.events if e.id == invite_id)
    sam = Pen(invite.payload["member"], bundle.group)
    lines = [event.line for event in bundle.events]
    by = signing_key(secret, b"npq-invite-sign")
    sheet = pyrage.x25519.Identity.generate()
    recovery = str(sheet.to_public())
    lines.append(sam.join(invite.id, by, "Sam", "Sam's own program", recovery=recovery))
    found = {"folder": alex.folder, "group": group, "lines": tuple(lines), "sam": sam}
    return SimpleNamespace(**found, sheet=sheet)


@pytest.fixture
def world(prepared, tmp_path):
    """Alex's laptop again, afresh, and Sam's pen where it stood."""
    shutil.copytree(prepared.folder, tmp_path / "alex")
    alex = Laptop(tmp_path / "alex", "Alex Morgan")
    sam = Pen(prepared.sam.member, prepared.group)
    sam.signing, sam.age = prepared.sam.signing, prepared.sam.age
    sam.new_run()
    sam.prev = event_id(prepared.lines[-1])
    yield World(alex, prepared.group, list(prepared.lines), sam, tmp_path)
    alex.close()


class World:
    """Alex's laptop, and every line that another writer has put on paper."""

    def __init__(self, laptop, group, lines, pen, folder):
        self.laptop, self.group, self.lines, self.pen = laptop, group, lines, pen
        self.path = folder / "given.npqsync"

    @property
    def application(self):
        return self.laptop.application

    def with_group(self, group):
        """The same laptop, told of a group that the other program founded."""
        folder = self.path.parent
        return World(self.laptop, group.group, group.lines, group.founder, folder)

    def write(self, kind, payload, rep=(), **changes):
        self.lines.append(self.pen.write(kind, payload, rep, **changes))
        return event_id(self.lines[-1])

    def give(self, data=None):
        """Alex opens a file; by default all lines, signed by the pen."""
        self.path.write_bytes(self.pen.file(self.lines) if data is None else data)
        preview = self.application.exchange.preview(self.path)
        return self.application.exchange.merge(preview)[1]

    def says(self):
        return program_says(self.application.store.state(self.group))

    def reader_says(self):
        return reader_says(read_event(line) for line in self.lines)

    def sent(self, *, readable=True):
        path = self.path.with_name("sent")
        self.application.exchange.send(self.group, path, readable=readable)
        return path.read_bytes()


@pytest.fixture
def lost(laptop):
    """Alex's laptop with one group and one mark; its code was written down."""
    alex = laptop("Alex Morgan")
    setup = alex.application.setup
    alex.group = setup.create_group(
        preview(*NAMES), title="Group 07", cohort="C", first_seminar=alex.clock().date()
    )
    mark(alex, alex.group, 0)
    alex.code = alex.application.recovery.sheet().code
    return alex


@pytest.fixture
def sam(lost, laptop, tmp_path, quick_words):
    """Sam has joined Alex's group, and Alex has heard of it."""
    made = laptop("Sam Okafor")
    invitation = lost.application.membership.invite(
        lost.group, "Sam", "facilitator", tmp_path / "inv"
    )
    joining = made.application.membership
    joining.join(joining.preview_invitation(invitation.path, invitation.words))
    made.application.exchange.send(lost.group, tmp_path / "by sam")
    lost.application.exchange.merge(lost.application.exchange.preview(tmp_path / "by sam"))
    made.code = made.application.recovery.sheet().code
    return made
