"""Writes the example group through the same journal as any other: nothing in it is special.

Half-way through: the fourth module's seminar begins in a few minutes, so that a register can be
taken at once. A colleague's laptop has joined and disagrees in two places.
"""

from datetime import datetime, timedelta

from npq_desktop.journal.event import Author, Event, Pen
from npq_desktop.journal.keys import InvitationKeys, age_recipient, age_secret
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import EXAMPLE_SEED
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.groups.example.cast import COLLEAGUE, COLLEAGUES_LAPTOP
from npq_desktop.services.groups.example.office_story import OfficeStory
from npq_desktop.services.groups.example.script import Script, stable_id
from npq_desktop.services.intake.setup import SetupService
from npq_desktop.services.register.signoff import SignoffService

TITLE = "Example group"
COHORT = "Fictional: try anything"
_SECRET = b"example invites!"
_LEAD = timedelta(minutes=10)


class ExampleGroup:
    """Adds the example group to this laptop."""

    def __init__(self, core: Core, *, setup: SetupService, signoff: SignoffService) -> None:
        self._core = core
        self._setup = setup
        self._signoff = signoff

    def add(self) -> str:
        """Write the group and return its id; each call makes another one."""
        member = stable_id("facilitator")
        content = self._setup.start_content(member, TITLE, COHORT)
        now = self._core.clock().astimezone(self._setup.programme.zone)
        script = Script(self._setup.programme, next_quarter(now + _LEAD))
        invitation = InvitationKeys(_SECRET)
        invite = NewEntry(
            "invite",
            {
                "sign": invitation.signing_key.public,
                "age": age_recipient(invitation.age_secret),
                "member": stable_id("colleague"),
                "name": COLLEAGUE,
                "role": "facilitator",
            },
        )
        with self._core.together():
            group = self._core.recorder.start(content, member, [invite, *script.drafts()])
            received = self._core.store.receive(
                group, self._colleagues_events(group, invitation, script), route="example"
            )
            self._core.facts.forget(received.changes)
            for event in script.past_events[:-1]:
                shown = self._signoff.draft(group, event, script.head_count(event))
                self._signoff.sign_off(group, event, shown)
            story = OfficeStory(
                self._core.facts.of(group),
                SealedTexts(self._core.identities),
                script.people,
                self._core.now(group),
            )
            self._core.recorder.write(group, story.drafts(member))
        self._core.undo.forget(group)
        return group

    def _colleagues_events(
        self, group: str, invitation: InvitationKeys, script: Script
    ) -> list[Event]:
        """The join, and what the colleague recorded without having seen ours."""
        [invite] = self._core.store.state(group).invites
        author = Author(EXAMPLE_SEED, invite.member)
        age = age_recipient(age_secret(EXAMPLE_SEED))
        proof = invitation.proof(group=group, invite=invite.id, key=author.key, age=age)
        join = {
            "invite": invite.id,
            "age": age,
            "name": COLLEAGUE,
            "device": COLLEAGUES_LAPTOP,
            "proof": proof,
        }
        pen = Pen(author, group, last_prev=None)
        at = self._core.now(group).isoformat(timespec="seconds")
        events = []
        for draft in [NewEntry("join", join), *script.colleagues_drafts()]:
            events.append(pen.write(draft.kind, draft.content, at=at))
            pen.commit(events[-1])
        return events


def next_quarter(moment: datetime) -> datetime:
    """The next full quarter of an hour."""
    minutes = -moment.minute % 15
    return (moment + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
