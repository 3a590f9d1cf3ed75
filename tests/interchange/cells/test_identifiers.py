import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.interchange.cells.identifiers import (
    clean_email,
    clean_trn,
    clean_ukprn,
    clean_urn,
    shared_emails,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2841067", "2841067"),
        ("0031415", "0031415"),
        (" 28 41 067 ", "2841067"),
        ("RP28/41067", "2841067"),
        ("２８４１０６７", "2841067"),  # full-width digits
        ("TRN 2841067", "2841067"),
        ("RP 28-41067", "2841067"),
        ("trn: 284 1067", "2841067"),
        ("2841067.0", "2841067"),
    ],
)
def test_trn_is_stripped_to_seven_ascii_digits(text, value):
    cleaned = clean_trn(text)

    assert (cleaned.value, cleaned.note, cleaned.problem) == (value, None, None)


@pytest.mark.parametrize(
    ("text", "value", "count"), [("31415", "0031415", 5), ("917352", "0917352", 6)]
)
def test_trn_that_lost_its_zeros_is_padded_with_a_note(text, value, count):
    cleaned = clean_trn(text)

    assert cleaned.value == value
    assert cleaned.note == f"TRN padded from {count} digits"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0000000", "all zeros"),
        ("00000", "all zeros"),
        ("1234", "4 digits"),
        ("731", "3 digits"),
        ("12345678", "8 digits"),
        ("2.8411E+06", "rounded"),
        ("abc", "not a number of seven digits"),
        ("12/3/1985", "a date"),
        ("12-3-1985", "a date"),
        ("12.03.85", "a date"),
        ("1985-03-12", "a date"),
        ("8 March 1985", "a date"),
        ("Applied 20/11/26", "a date"),
        ("Applied, 1234567 sent", "not a number of seven digits"),
        ("QQ 12 34 56 C", "National Insurance"),
        ("AB123456C", "National Insurance"),
        ("URN 136543", "URN"),
        ("07700 900123", "phone"),
        ("+44 7700 900123", "phone"),
    ],
)
def test_what_is_no_trn_is_refused_with_a_reason_that_does_not_repeat_it(text, reason):
    cleaned = clean_trn(text)

    assert cleaned.value is None
    assert reason in (cleaned.problem or "")
    assert text not in (cleaned.problem or "")


@pytest.mark.parametrize("text", ["", "  ", "n/a", "TBC", "-"])
def test_trn_may_be_missing_without_a_problem(text):
    cleaned = clean_trn(text)

    assert (cleaned.value, cleaned.problem) == (None, None)


@given(st.text(max_size=20))
def test_trn_is_seven_ascii_digits_or_nothing(text):
    value = clean_trn(text).value

    assert value is None or (len(value) == 7 and value.isascii() and value.isdigit())


@pytest.mark.parametrize(
    ("text", "value", "warned"),
    [
        ("190011", "190011", False),
        ("19001", "19001", True),
        ("190011.0", "190011", False),
        ("EY123456", "EY123456", False),
        ("ey 123456", "EY123456", False),
        ("1900111", None, True),
        ("URN 190011", "190011", False),
        ("", None, False),
    ],
)
def test_urn_is_six_digits_or_five_with_a_warning_or_early_years(text, value, warned):
    cleaned = clean_urn(text)

    assert cleaned.value == value
    assert bool(cleaned.problem) == warned


@pytest.mark.parametrize(
    ("text", "value"), [("10012345", "10012345"), ("20012345", None), ("1001234", None)]
)
def test_ukprn_is_eight_digits_starting_with_one(text, value):
    cleaned = clean_ukprn(text)

    assert cleaned.value == value
    assert bool(cleaned.problem) == (value is None)


def test_email_is_trimmed_and_case_folded():
    assert (
        clean_email(" Mailto:Wei.Li@Larkmoor.Example.org ").value == "wei.li@larkmoor.example.org"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("aoife.o'brien@stmary.example", "aoife.o'brien@stmary.example"),
        ("a.b+npq@x-y.co.uk", "a.b+npq@x-y.co.uk"),
        ("o'neil&sons/team@x.org", "o'neil&sons/team@x.org"),
        ("josé@école.fr", "josé@école.fr"),
        ("Tom Reed <Tom.Reed@x.org>", "tom.reed@x.org"),
        ('"Reed, Tom (Elm)" <tom@x.org>;', "tom@x.org"),
        ("<tom@x.org>", "tom@x.org"),
        ("tom@x.org (work)", "tom@x.org"),
        ("tom@x.org;", "tom@x.org"),
        ("tom@x.org tom@x.org", "tom@x.org"),
    ],
)
def test_email_that_mail_systems_accept_is_taken_out_of_what_is_around_it(text, value):
    cleaned = clean_email(text)

    assert (cleaned.value, cleaned.problem) == (value, None)


@pytest.mark.parametrize(
    "text",
    [
        "ola@x.org;o.berg@y.org",
        "ola@x.org, o.berg@y.org",
        "ola@x.org / o.berg@y.org",
        "ola@x.org or o.berg@y.org",
        "Ola <ola@x.org>, Berg <o.berg@y.org>",
        "Berg, Ola <ola@x.org>; Berg <o.berg@y.org>",
        "ola@x.org\no.berg@y.org",
    ],
)
def test_of_two_addresses_in_a_cell_the_first_is_taken_and_both_are_said(text):
    cleaned = clean_email(text)

    assert cleaned.value == "ola@x.org"
    assert "2 addresses" in (cleaned.problem or "")


@pytest.mark.parametrize(
    "text",
    ["wei", "wei@", "@x.org", "a@b@c.org", "wei..li@x.org", "a b@x.org", "a" * 320 + "@x.org"],
)
def test_email_that_is_no_address_is_refused_with_a_reason(text):
    cleaned = clean_email(text)

    assert cleaned.value is None
    assert cleaned.problem


@pytest.mark.parametrize("text", ["noemail@example.org", "No-Email@school.org", "none@x.org"])
def test_email_placeholder_is_no_identity(text):
    cleaned = clean_email(text)

    assert cleaned.value is None
    assert cleaned.problem is None
    assert "placeholder" in (cleaned.note or "")


def test_emails_used_twice_are_shared():
    assert shared_emails(["a@x.org", "b@x.org", None, "a@x.org", None]) == {"a@x.org"}
