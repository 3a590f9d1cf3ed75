"""Opening locked files, invitations and the golden ones."""

import hashlib
import io
import re
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519
from support.bundles import small_group, sound_file
from support.golden import OFFICE_AGE, SAM_AGE, golden_bundle, golden_events
from support.journal import age_key

from npq_desktop.bundle.envelope import lock_for, unlock
from npq_desktop.bundle.errors import (
    DamagedFileError,
    FileLimitError,
    IncompleteFileError,
    LockedFileError,
    NotASyncFileError,
    WordsNeededError,
    WrongWordsError,
)
from npq_desktop.bundle.opening import InvitationSecret, lock_invitation, open_bundle
from npq_desktop.bundle.word_lock import WORK_FACTOR, lock_with_words
from npq_desktop.errors import BundleError
from npq_desktop.journal.keys import age_recipient

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_WORDS = "acorn daisy easel falcon violin zebra"
GROUP = small_group()
FILE = sound_file(GROUP)
LOCKED = lock_for(FILE, [age_recipient(age_key("sam")), age_recipient(age_key("olu"))])
SAM = [age_key("sam")]


@pytest.mark.parametrize("name", ["sam", "olu"])
def test_locked_file_opens_for_each_of_its_people(name: str) -> None:
    bundle = open_bundle(io.BytesIO(LOCKED), identities=[age_key("eve"), age_key(name)])

    assert bundle.events == tuple(GROUP.events)
    assert bundle.form == "age"
    assert bundle.sha256 == hashlib.sha256(LOCKED).hexdigest()


def test_readable_file_opens_without_a_key() -> None:
    bundle = open_bundle(io.BytesIO(FILE))

    assert (bundle.form, bundle.invitation) == ("readable", None)
    assert bundle.sha256 == hashlib.sha256(FILE).hexdigest()


def test_file_sent_as_text_opens_too() -> None:
    recipient = x25519.Recipient.from_str(age_recipient(SAM[0]))
    text = pyrage.encrypt(FILE, [recipient], armored=True)

    assert open_bundle(io.BytesIO(text), identities=SAM).events == tuple(GROUP.events)
    assert open_bundle(io.BytesIO(text.replace(b"\n", b"\r\n")), identities=SAM).events
    for changed in (text[:-40], text.replace(b"A", b"\xff", 1), text.replace(b"\n", b"\n!", 3)):
        with pytest.raises(BundleError):
            open_bundle(io.BytesIO(changed), identities=SAM)


@pytest.mark.parametrize("identities", [[], [age_key("eve")]])
def test_file_locked_for_somebody_else_says_so(identities: list[str]) -> None:
    with pytest.raises(LockedFileError, match="cannot open the file"):
        open_bundle(io.BytesIO(LOCKED), identities=identities)


def test_nothing_is_locked_for_nobody() -> None:
    with pytest.raises(LockedFileError, match="Invite someone"):
        lock_for(FILE, [])


def test_locked_file_cut_anywhere_is_refused() -> None:
    for length in range(1, len(LOCKED), 61):
        with pytest.raises((IncompleteFileError, DamagedFileError)):
            open_bundle(io.BytesIO(LOCKED[:length]), identities=SAM)


@given(st.integers(0, len(LOCKED) - 1), st.integers(0, 7))
def test_locked_file_with_any_bit_flipped_is_refused(place: int, bit: int) -> None:
    data = bytearray(LOCKED)
    data[place] ^= 1 << bit

    with pytest.raises(BundleError):
        open_bundle(io.BytesIO(bytes(data)), identities=SAM)


def test_damage_inside_the_envelope_is_told_from_a_wrong_key() -> None:
    data = bytearray(LOCKED)
    data[-5] ^= 1

    with pytest.raises(DamagedFileError, match="damaged"):
        open_bundle(io.BytesIO(bytes(data)), identities=SAM)


def test_envelope_around_something_else_is_refused() -> None:
    locked = lock_for(b"%PDF-1.7", [age_recipient(SAM[0])])

    with pytest.raises(NotASyncFileError, match="PDF"):
        open_bundle(io.BytesIO(locked), identities=SAM)


def test_envelope_inside_an_envelope_is_refused() -> None:
    locked = lock_for(LOCKED, [age_recipient(SAM[0])])

    with pytest.raises(LockedFileError):
        open_bundle(io.BytesIO(locked), identities=SAM)


@pytest.mark.parametrize("beginning", [LOCKED[:200], b"-----BEGIN AGE ENCRYPTED FILE-----\n"])
def test_envelope_larger_than_any_sync_file_is_refused_before_decrypting(beginning) -> None:
    with pytest.raises(FileLimitError, match="32 MiB"):
        open_bundle(io.BytesIO(beginning + b"A" * (47 * 1024 * 1024)), identities=SAM)


def test_content_larger_than_32_mib_is_refused_after_decrypting() -> None:
    long = FILE.split(b"\n")[0] + b"\n" + (b"[" + b" " * 262_000 + b"],\n") * 129
    locked = lock_for(long, [age_recipient(SAM[0])])

    with pytest.raises(FileLimitError, match="32 MiB"):
        open_bundle(io.BytesIO(locked), identities=SAM)


def test_envelope_for_thousands_of_keys_is_refused_before_they_are_tried() -> None:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    data = b"age-encryption.org/v1\n" + stanza * 1000 + b"--- " + b"A" * 43 + b"\n"

    with pytest.raises(FileLimitError, match="more keys"):
        open_bundle(io.BytesIO(data), identities=SAM)


@pytest.mark.parametrize(("factor", "error"), [(b"22", FileLimitError), (b"x", DamagedFileError)])
def test_words_that_would_take_gigabytes_are_refused_before_they_are_tried(factor, error) -> None:
    data = b"age-encryption.org/v1\n-> scrypt AAAA " + factor + b"\nAAAA\n--- AAAA\n"

    with pytest.raises(error):
        unlock(data, words=GOLDEN_WORDS)


@pytest.mark.parametrize(("gibibytes", "factor", "is_tried"), [(2, 19, True), (2, 20, False)])
def test_words_take_a_quarter_of_this_machines_memory_at_most(
    monkeypatch: pytest.MonkeyPatch, gibibytes: int, factor: int, is_tried: bool
) -> None:
    """2^19 blocks of 1 KiB are 512 MiB. What is tried ends at the broken letters behind it."""
    sizes = {"SC_PHYS_PAGES": gibibytes << 18, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr("os.sysconf", sizes.__getitem__, raising=False)
    data = b"age-encryption.org/v1\n-> scrypt AAAA %d\nAAAA\n--- AAAA\n" % factor

    with pytest.raises(BundleError) as raised:
        unlock(data, words=GOLDEN_WORDS)

    assert isinstance(raised.value, FileLimitError) is not is_tried


def test_invitation_carries_the_group_and_its_secret_under_six_words() -> None:
    secret = InvitationSecret(GROUP.events[1].id, bytes(range(16)))

    locked = lock_invitation(FILE, secret, GOLDEN_WORDS)

    with pytest.raises(WordsNeededError, match="six words"):
        open_bundle(io.BytesIO(locked), identities=SAM)
    bundle = open_bundle(io.BytesIO(locked), words=GOLDEN_WORDS)
    assert bundle.invitation == secret
    assert bundle.events == tuple(GROUP.events)
    assert "\\x01\\x02" not in repr(bundle)


def test_file_locked_with_words_alone_has_no_invitation() -> None:
    locked = lock_with_words(FILE, GOLDEN_WORDS)

    assert open_bundle(io.BytesIO(locked), words=GOLDEN_WORDS).invitation is None


def test_locking_under_words_takes_64_mib_and_says_so() -> None:
    stanza = lock_with_words(FILE, GOLDEN_WORDS).split(b"\n")[1]

    assert stanza.startswith(b"-> scrypt ")
    assert stanza.endswith(b" 16")
    assert 2**WORK_FACTOR * 1024 == 64 * 1024 * 1024


@pytest.mark.parametrize("size", [0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 3 * 64 * 1024])
@pytest.mark.usefixtures("quick_words")
def test_data_of_any_length_is_locked_as_age_does(size: int) -> None:
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)

    assert pyrage.passphrase.decrypt(lock_with_words(data, GOLDEN_WORDS), GOLDEN_WORDS) == data


def test_other_words_do_not_open_an_invitation() -> None:
    stream = io.BytesIO((GOLDEN / "invitation.npqsync").read_bytes())

    with pytest.raises(WrongWordsError, match="not the six words"):
        open_bundle(stream, words="acorn daisy easel falcon violin yacht")


def test_golden_readable_file_reads_for_ever() -> None:
    bundle = open_bundle(io.BytesIO((GOLDEN / "group.npqsync.json").read_bytes()))

    stated = re.search("digest `([0-9a-f]{64})`", (GOLDEN / "README.md").read_text("utf-8"))
    assert stated is not None
    assert bundle.manifest.digest == stated.group(1)
    assert bundle.events == golden_events()


@pytest.mark.parametrize("identity", [OFFICE_AGE, SAM_AGE])
def test_golden_locked_file_opens_for_ever(identity: str) -> None:
    locked = (GOLDEN / "group.npqsync").read_bytes()

    assert open_bundle(io.BytesIO(locked), identities=[identity]).events == golden_events()
    assert unlock(locked, identities=[identity]) == golden_bundle()


def test_golden_invitation_opens_for_ever() -> None:
    stream = io.BytesIO((GOLDEN / "invitation.npqsync").read_bytes())

    bundle = open_bundle(stream, words=GOLDEN_WORDS)

    assert bundle.invitation == InvitationSecret(golden_events()[1].id, bytes(range(16)))


def test_golden_file_is_written_byte_for_byte_again() -> None:
    assert golden_bundle() == (GOLDEN / "group.npqsync.json").read_bytes()
