"""What the page on the format says of files, keys and codes, against the program.

Bundles are made by the program in the test; the golden files were made once and for all.
"""

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pyrage
import pytest
from stories.independent.admission import judge
from stories.independent.comparing import program_says, reader_says
from stories.independent.histories import EVENTS, Founded
from stories.independent.keys import (
    age_identity,
    code_secret,
    code_text,
    derived,
    invitation,
    open_seal,
    open_sealed,
    passphrase,
    public,
    read_invitation,
    signing_key,
)
from stories.independent.reader import Refused, read_bundle, read_event

from npq_desktop.bundle.word_lock import lock_with_words
from npq_desktop.bundle.words import load_words, six_words, spoken_words
from npq_desktop.errors import BundleError, JournalError
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.resources import resource
from npq_desktop.rows.cohort import StatusChange
from npq_desktop.sync.outgoing import own_name

pytestmark = pytest.mark.slow

JOURNAL = Path(__file__).parents[1] / "journal" / "golden"
BUNDLES = Path(__file__).parents[1] / "bundle" / "golden"
WORDS = tuple(resource("words.txt").read_text("utf-8").split())


# -- golden files ----------------------------------------------------------------------------------


def test_the_golden_events_have_the_ids_that_the_page_gives_them():
    lines = (JOURNAL / "events.jsonl").read_text("utf-8").splitlines()

    ids = [read_event(line).id for line in lines]

    assert ids == (JOURNAL / "ids.txt").read_text("utf-8").split()


def test_the_golden_group_means_to_another_reader_what_it_means_to_the_program():
    golden = json.loads((JOURNAL / "state.json").read_text("utf-8"))

    says = reader_says(map(read_event, golden["events"]))

    assert says["heads"] == {tuple(cell): set(heads) for cell, heads in golden["heads"]}
    assert says["values"] == {tuple(cell): values for cell, values in golden["values"]}
    assert says["held"] == golden["held"]
    assert says["digest"] == golden["digest"]


def test_the_golden_devices_have_their_turns_in_the_order_of_the_page():
    golden = json.loads((JOURNAL / "state.json").read_text("utf-8"))

    devices = judge(map(read_event, golden["events"])).devices

    assert [[d.key, d.role, d.depth, d.rank] for d in devices] == golden["members"]


@pytest.mark.parametrize("seed", [3, 4], ids=["office", "Sam"])
def test_the_golden_files_are_read_in_both_forms(seed):
    readable = (BUNDLES / "group.npqsync.json").read_bytes()
    identity = age_identity(bytes([seed]) * 32)

    locked = read_bundle((BUNDLES / "group.npqsync").read_bytes(), [identity])

    assert locked == read_bundle(readable)
    assert [event.id for event in locked.events] == (JOURNAL / "ids.txt").read_text("utf-8").split()


def test_the_golden_invitation_opens_under_its_words_and_its_secret_fits_its_invite():
    data = (BUNDLES / "invitation.npqsync").read_bytes()

    secret, invite_id, bundle = read_invitation(data, "acorn daisy easel falcon violin zebra")

    invite = next(event for event in bundle.events if event.id == invite_id)
    age = age_identity(derived(secret, b"npq-invite-age"))
    assert secret == bytes(range(16))
    assert invite.payload["sign"] == public(signing_key(secret, b"npq-invite-sign"))
    assert invite.payload["age"] == str(age.to_public())


# -- invitations -----------------------------------------------------------------------------------


@pytest.fixture
def invited():
    """A group that the other program founded, and the invitation it wrote for Robin."""
    group, secret = Founded("{}"), os.urandom(16)
    payload = {
        "sign": public(signing_key(secret, b"npq-invite-sign")),
        "age": str(age_identity(derived(secret, b"npq-invite-age")).to_public()),
        "member": os.urandom(16).hex(), "name": "Robin", "role": "facilitator",
    }  # fmt: skip
    invite = group.add(group.founder, "invite", payload)
    return group, lock_with_words(
        invitation(secret, invite, group.founder.file(group.lines)), " ".join(WORDS[:6])
    )


def test_an_invitation_of_another_writer_is_joined(world, invited, tmp_path):
    group, data = invited
    path = tmp_path / "invitation.npqsync"
    path.write_bytes(data)
    membership = world.application.membership

    membership.join(membership.preview_invitation(path, " ".join(WORDS[:6])))

    state = world.application.store.state(group.group)
    assert [invite.state.value for invite in state.invites] == ["used"]
    assert program_says(state) == reader_says(
        read_event(event.line()) for event in state.events.values()
    )


def test_a_file_of_ours_after_the_join_is_locked_for_the_other_programs_keys(
    world, invited, tmp_path
):
    group, data = invited
    path = tmp_path / "invitation.npqsync"
    path.write_bytes(data)
    membership = world.application.membership
    membership.join(membership.preview_invitation(path, " ".join(WORDS[:6])))

    world.application.exchange.send(group.group, tmp_path / "sent.npqsync")

    sent = (tmp_path / "sent.npqsync").read_bytes()
    for pen in (group.founder, group.second):
        assert len(read_bundle(sent, [pen.age]).events) == len(group.lines) + 1


@pytest.mark.parametrize(
    "first",
    [
        b'{"format":"npq-invitation","invite":"00","secret":"AAAA","v":1}',
        b'{"format":"npq-invitation","v":1}',
        b'{"format":"npq-invitation","invite":"' + b"0" * 64 + b'","secret":"AAAA","v":1}',
        b'{"format":"npq-invitation","v":2}',
        b'{"format":"npq-invitation",' + b" " * 1024 + b'"v":1}',
        b'{"format":"npq-invitation"',
        b"",
    ],
)
def test_a_broken_invitation_is_refused_by_both(world, invited, tmp_path, first):
    group, _ = invited
    data = lock_with_words(first + b"\n" + group.founder.file(group.lines), " ".join(WORDS[:6]))
    path = tmp_path / "invitation.npqsync"
    path.write_bytes(data)

    with pytest.raises(Refused):
        read_invitation(data, " ".join(WORDS[:6]))
    with pytest.raises(BundleError):
        world.application.membership.preview_invitation(path, " ".join(WORDS[:6]))


def spoken(typed):
    try:
        return spoken_words(typed, load_words(resource("words.txt")))
    except BundleError:
        return None


def told(typed):
    try:
        return passphrase(typed, WORDS)
    except Refused:
        return None


@pytest.mark.parametrize(
    "change",
    [str.upper, str.title, lambda words: words.replace(" ", ", "), lambda words: f" {words}. ",
     lambda words: " ".join(word[:4] for word in words.split()), lambda words: words + " more",
     lambda words: "xyzzy" + words[words.index(" "):], lambda words: words.replace(" ", "1")],
)  # fmt: skip
def test_words_as_somebody_types_them_mean_the_same_to_both(change):
    drawn = six_words(WORDS)

    assert spoken(change(drawn)) == told(change(drawn))
    assert told(drawn) == drawn


# -- the recovery code -----------------------------------------------------------------------------


def test_the_recovery_code_of_a_sheet_gives_the_keys_that_the_page_says(world, tmp_path):
    secret = code_secret(world.application.recovery.sheet().code)
    world.application.exchange.send(world.group, tmp_path / "sent.npqsync")

    sheet = age_identity(derived(secret, b"npq-recover-age"))
    bundle = read_bundle((tmp_path / "sent.npqsync").read_bytes(), [sheet])

    roots = bundle.events[0].payload["roots"]
    assert [root["device"] == "paper" for root in roots] == [True, False]
    assert roots[0]["key"] == public(signing_key(secret, b"npq-recover-sign"))
    assert roots[0]["age"] == str(sheet.to_public())


def test_a_file_is_locked_for_the_recovery_code_that_a_join_names(world, prepared):
    world.give()

    bundle = read_bundle(world.sent(readable=False), [prepared.sheet])

    assert {event.id for event in bundle.events} >= {read_event(line).id for line in world.lines}


def test_the_seal_of_a_backup_opens_with_the_code(world):
    secret = code_secret(world.application.recovery.sheet().code)
    world.application.recovery.keep_seal()
    backup = world.application.store.backups.take()

    assert open_seal(backup.read_bytes()[-512:], secret) == world.application.store.key


def code_read(typed):
    try:
        return RecoveryCode.parse(typed).secret
    except JournalError:
        return None


def test_a_recovery_code_is_written_and_read_alike():
    secret = os.urandom(16)
    code = code_text(secret)
    slips = [code[:at] + "A" + code[at + 1 :] for at in range(len(code))]
    typed = [code.lower(), code.replace("-", " "), code.replace("O", "0"), code[:-1], code + "A"]

    assert code == RecoveryCode(secret).text()
    for each in [code, *typed, *slips]:
        try:
            read = code_secret(each)
        except Refused:
            read = None
        assert read == code_read(each)


# -- sealed texts, names of files ------------------------------------------------------------------


def test_a_sealed_reason_opens_with_the_sheet_and_names_its_readers(world):
    application = world.application
    secret = code_secret(application.recovery.sheet().code)
    person = application.register.view(world.group, EVENTS[0]).rows[0].person
    change = StatusChange("deferred", date(2026, 11, 23), "bereavement")
    status = application.training_status
    status.record(world.group, person, change, status.effect(world.group, person, change))

    bundle = read_bundle(world.sent())

    entry = next(e for e in reversed(bundle.events) if e.kind == "enrolment.set")
    keys = [root["key"] for root in bundle.events[0].payload["roots"]]
    sheet = age_identity(derived(secret, b"npq-recover-age"))
    assert entry.payload["sealed"]["to"] == sorted(key[:8] for key in keys)
    assert json.loads(open_sealed(entry.payload["sealed"], sheet)) == {"reason": "bereavement"}
    with pytest.raises(pyrage.DecryptError):
        open_sealed(entry.payload["sealed"], world.pen.age)


def test_the_file_in_a_shared_folder_has_the_name_that_the_page_gives_it(world):
    key = read_event(world.lines[0]).key
    laptop = hashlib.sha256(f"{world.group}\n{key}".encode()).hexdigest()

    assert own_name(world.group, key) == f"npq-{world.group[:8]}-{laptop[:8]}.npqsync"
