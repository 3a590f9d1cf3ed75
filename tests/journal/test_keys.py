"""Signature keys, age identities, invitations and the recovery code."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from npq_desktop.journal.keys import (
    InvitationKeys,
    SigningKey,
    age_recipient,
    age_secret,
    join_message,
    signature_holds,
)
from npq_desktop.journal.recovery_code import RecoveryCode, RecoveryCodeError, code_letters

codes = st.binary(min_size=16, max_size=16).map(RecoveryCode)


def test_characters_that_a_code_does_not_have_are_taken_for_those_they_look_like() -> None:
    assert code_letters("0o-1i 8b") == "OOIIBB"


def test_signature_holds_for_the_key_and_the_message_it_was_made_with_only() -> None:
    key, other = SigningKey(bytes(32)), SigningKey(bytes([1]) * 32)
    signature = key.sign(b"present")

    assert signature_holds(public=key.public, message=b"present", signature=signature)
    assert not signature_holds(public=key.public, message=b"absent", signature=signature)
    assert not signature_holds(public=other.public, message=b"present", signature=signature)


@pytest.mark.parametrize("change", ["", "A", "=", "!"])
def test_signature_in_another_spelling_does_not_hold(change: str) -> None:
    key = SigningKey(bytes(32))
    signature = key.sign(b"x")

    assert not signature_holds(public=key.public, message=b"x", signature=signature[:-1] + change)


def test_signing_key_of_the_first_rfc_8032_vector_has_its_public_key() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")

    key = SigningKey(seed)

    assert key.public == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def test_secrets_stay_out_of_repr() -> None:
    seed = bytes(range(32))
    shown = repr([SigningKey(seed), InvitationKeys(seed[:16]), RecoveryCode(seed[:16])])

    assert repr(seed)[2:20] not in shown


@given(st.binary(min_size=32, max_size=32))
def test_age_secret_is_one_that_age_reads_and_writes_alike(seed: bytes) -> None:
    text = age_secret(seed)

    assert str(x25519.Identity.from_str(text)) == text
    assert age_recipient(text) == str(x25519.Identity.from_str(text).to_public())


def test_invitation_proof_holds_for_one_device_and_one_invite_only() -> None:
    invitation = InvitationKeys(bytes(16))
    facts = {"group": "a" * 64, "invite": "b" * 64, "key": "K", "age": "age1"}

    proof = invitation.proof(**facts)

    public = invitation.signing_key.public
    assert signature_holds(public=public, message=join_message(**facts), signature=proof)
    replayed = join_message(**{**facts, "key": "L"})
    assert not signature_holds(public=public, message=replayed, signature=proof)


def test_join_message_is_the_four_texts_one_after_the_other() -> None:
    message = join_message(group="g", invite="i", key="k", age="a")

    assert message == b"npq-join-1\0gika"


def test_derived_keys_are_those_of_the_named_derivations() -> None:
    secret = bytes(range(16))
    code, invitation = RecoveryCode(secret), InvitationKeys(secret)

    def derived(person: bytes) -> bytes:
        return hashlib.blake2b(digest_size=32, key=secret, person=person).digest()

    assert code.database_key == derived(b"npq-recover-db")
    assert code.signing_key.seed == derived(b"npq-recover-sign")
    assert code.age_secret == age_secret(derived(b"npq-recover-age"))
    assert invitation.signing_key.seed == derived(b"npq-invite-sign")
    assert invitation.age_secret == age_secret(derived(b"npq-invite-age"))


def test_recovery_code_is_printed_as_nine_groups_of_three() -> None:
    text = RecoveryCode(bytes(range(16))).text()

    assert text == "AAA-QEA-YEA-UDA-OCA-JBI-FQY-DIO-B4I"


@given(codes)
def test_recovery_code_reads_back_from_what_is_printed(code: RecoveryCode) -> None:
    assert RecoveryCode.parse(code.text()) == code


@given(codes, st.randoms(use_true_random=False))
def test_recovery_code_forgives_spaces_dashes_case_and_look_alikes(code, random) -> None:
    typed = code.text().replace("O", "0").replace("I", "1").replace("B", "8").lower()
    typed = "".join(letter + random.choice(["", " ", "-", "–", "\n", "."]) for letter in typed)

    assert RecoveryCode.parse(typed) == code


@given(codes, st.integers(0, 26), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_recovery_code_with_one_wrong_character_is_refused(code, place: int, wrong: str) -> None:
    letters = list(code.text().replace("-", ""))
    if letters[place] == wrong:
        return
    letters[place] = wrong

    with pytest.raises(RecoveryCodeError, match="typing mistake"):
        RecoveryCode.parse("".join(letters))


@given(codes, st.integers(0, 26), st.integers(0, 26))
def test_recovery_code_with_two_swapped_characters_is_refused(code, one: int, other: int) -> None:
    letters = list(code.text().replace("-", ""))
    if letters[one] == letters[other]:
        return
    letters[one], letters[other] = letters[other], letters[one]

    with pytest.raises(RecoveryCodeError, match="typing mistake"):
        RecoveryCode.parse("".join(letters))


def test_recovery_code_has_one_spelling_only() -> None:
    from npq_desktop.journal import recovery_code

    values = [*[0] * 25, 1]  # the last two bits are no part of the 128
    values.append(recovery_code._check_value(values))
    letters = "".join(recovery_code._ALPHABET[value] for value in values)

    with pytest.raises(RecoveryCodeError, match="typing mistake"):
        RecoveryCode.parse(letters)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "0 were typed"),
        ("AAA-QEA", "6 were typed"),
        ("AAA-QEA-YEA-UDA-OCA-JBI-FQY-DIO-B4XA", "28 were typed"),
        ("AAA-QEA-YEA-UDA-OCA-JBI-FQY-DIO-B4é", "É"),
    ],
)
def test_recovery_code_that_cannot_be_one_is_refused_with_the_reason(typed, sentence) -> None:
    with pytest.raises(RecoveryCodeError, match=sentence):
        RecoveryCode.parse(typed)
