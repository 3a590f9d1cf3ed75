"""Cleans TRN, URN, UKPRN and e-mail as people write them; what is none of them is left empty.

Every function takes the text of a cell and returns a :class:`Cleaned`: the value as text, a note on
what was done to it, or the reason it was refused. A missing identifier is neither: it is normal.
A reason never repeats what was refused, for it may be a date of birth or somebody's number.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

TRN_LENGTH = 7
MAX_EMAIL_LENGTH = 320
_LONGEST_MAILBOX, _LONGEST_DOMAIN = 64, 255

_MISSING_WORDS = frozenset(
    {"", "-", "--", "?", "na", "n/a", "none", "nil", "null", "tbc", "tba", "unknown", "not known"}
    | {"not given", "not provided", "pending", "no email", "no e-mail", "no trn", "to be confirmed"}
)
_PLACEHOLDER_MAILBOXES = frozenset(
    {"noemail", "nomail", "none", "na", "unknown", "tbc", "noreply", "donotreply", "notprovided"}
    | {"noemailaddress", "invalid", "placeholder"}
)
_TRN_LABEL = re.compile(
    r"^(?:trn|rp|dfe ?no|teacher reference(?: number)?)[\s.:#/-]*", re.IGNORECASE
)
_TRN = re.compile(r"[0-9](?:[ -]?[0-9]){4,6}|[0-9]{2}/[0-9]{5}")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./ -](\d{1,2})[./ -](?:\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_INSURANCE_NUMBER = re.compile(r"[A-Za-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Da-d]?")
_PHONE = re.compile(r"(?:\+|00?)[\d() -]{8,}")
_URN_LABEL = re.compile(r"^(?:school )?urn[\s.:#-]*", re.IGNORECASE)
_NAMED_ADDRESS = re.compile(
    r"^[^<>]*<\s*([^<>\s]+)\s*>[;,. ]*$|^([^\s@]{1,254}@[^\s@]{1,254})\s{0,9}\([^()]*\)$"
)
_SEVERAL = re.compile(r"[;,/|\s]+(?:(?:or|and|&)\s+)?")
_MAILBOX = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one identifier: ``value`` is None when it was missing or refused."""

    value: str | None
    note: str | None = None
    problem: str | None = None


def clean_trn(text: str) -> Cleaned:
    """The seven digits of a teacher reference number, leading zeros kept.

    Five or six are padded with a note, for somebody to confirm. Spaces, hyphens and a label go.
    Source: DfE npq-registration pads five to seven digits and refuses 0000000.
    """
    given = _plain(text)
    if _is_missing(given):
        return Cleaned(None)
    bare = _without_decimal_zeros(_TRN_LABEL.sub("", given))
    if reason := _no_trn(bare):
        return Cleaned(None, problem=reason)
    digits = re.sub(r"[^0-9]", "", bare)
    if len(digits) < TRN_LENGTH:
        return Cleaned(digits.zfill(TRN_LENGTH), note=f"TRN padded from {len(digits)} digits")
    return Cleaned(digits)


def _no_trn(text: str) -> str:
    """Why a text is no TRN; "" for one that is."""
    if _is_scientific(text):
        return "A spreadsheet rounded the number under TRN, so ask for it again."
    if _looks_like_date(text):
        return "There is a date under TRN."
    if _INSURANCE_NUMBER.fullmatch(text):
        return "There is a National Insurance number under TRN."
    if _URN_LABEL.match(text):
        return "There is a school's URN under TRN."
    if _PHONE.fullmatch(text):
        return "There is a phone number under TRN."
    if not _TRN.fullmatch(text):
        count = len(re.findall(r"[0-9]", text))
        if re.fullmatch(r"[0-9 -]+", text):
            return f"The number under TRN has {count} digits, not seven."
        return "The text under TRN is not a number of seven digits."
    return "" if text.strip("0 -/") else "The number under TRN is all zeros."


def clean_urn(text: str) -> Cleaned:
    """A school's URN: six digits, five with a warning; an early-years ``EY…`` as it is."""
    given = _plain(text)
    if _is_missing(given):
        return Cleaned(None)
    bare = _URN_LABEL.sub("", given).upper().replace(" ", "")
    if re.fullmatch(r"EY[0-9A-Z]{1,12}", bare):
        return Cleaned(bare)
    digits = _without_decimal_zeros(bare)
    if re.fullmatch(r"[0-9]{6}", digits):
        return Cleaned(digits)
    if re.fullmatch(r"[0-9]{5}", digits):
        return Cleaned(digits, problem="The school's URN has five digits rather than six.")
    return Cleaned(None, problem="The text under URN is not a number of six digits.")


def clean_ukprn(text: str) -> Cleaned:
    """A UK provider reference number: eight digits, the first of them 1."""
    given = _plain(text)
    if _is_missing(given):
        return Cleaned(None)
    bare = re.sub(r"(?i)^ukprn[\s.:#-]*", "", given).replace(" ", "")
    digits = _without_decimal_zeros(bare)
    if re.fullmatch(r"1[0-9]{7}", digits):
        return Cleaned(digits)
    return Cleaned(None, problem="The text under UKPRN is not eight digits starting with 1.")


def clean_email(text: str) -> Cleaned:
    """An e-mail address as mail systems accept it, case-folded, also out of "Name <address>".

    Of several the first counts; a placeholder such as ``noemail@…`` is none.
    """
    given = text.strip()
    if _is_missing(given):
        return Cleaned(None)
    found, problem = _addresses(given), None
    if not found:
        return Cleaned(None, problem="The text under email is not an address.")
    address = found[0]
    if len(found) > 1:
        problem = f"{len(found)} addresses are in one cell. The first was taken: {address}."
    mailbox = re.sub(r"[^a-z0-9]", "", address.partition("@")[0])
    if mailbox in _PLACEHOLDER_MAILBOXES:
        return Cleaned(None, note=f"{address} is a placeholder, so no email was taken")
    return Cleaned(address, problem=problem)


def shared_emails(addresses: Iterable[str | None]) -> frozenset[str]:
    """The addresses that stand more than once in one file: an office's, so nobody's identity."""
    counts = Counter(address for address in addresses if address)
    return frozenset(address for address, count in counts.items() if count > 1)


def _addresses(text: str) -> list[str]:
    """Every different address of a cell, in order; none where any part of it is no address."""
    alone = _address(text)
    if alone:
        return [alone]
    found: dict[str, None] = {}
    for part in re.split(r"[;|\n]|(?<=>),", text):
        named = _address(part)
        parts = [named] if named else [_address(each) for each in _SEVERAL.split(part) if each]
        if not all(parts):
            return []
        found |= dict.fromkeys(parts)
    return list(found)


def _address(text: str) -> str:
    """One address, of a text that is one or that is "Name <address>"; else ""."""
    named = _NAMED_ADDRESS.match(text.strip())
    bare = named[1] or named[2] if named else text.strip().rstrip(".,;")
    bare = re.sub(r"(?i)^mailto:", "", bare).partition("?subject=")[0].casefold()
    mailbox, _, domain = bare.rpartition("@")
    fits = len(bare) <= MAX_EMAIL_LENGTH and len(mailbox) <= _LONGEST_MAILBOX
    if not fits or len(domain) > _LONGEST_DOMAIN:
        return ""
    return bare if _MAILBOX.fullmatch(mailbox) and _DOMAIN.fullmatch(domain) else ""


def _plain(text: str) -> str:
    """Trimmed, with digits of any script as ASCII: full-width ones come from Asian keyboards."""
    folded = unicodedata.normalize("NFKC", text).strip()
    values = ((unicodedata.decimal(character, None), character) for character in folded)
    return "".join(character if value is None else str(value) for value, character in values)


def _is_missing(text: str) -> bool:
    return text.casefold() in _MISSING_WORDS


def _is_scientific(text: str) -> bool:
    return re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", text) is not None


def _looks_like_date(text: str) -> bool:
    """Whether a day and a month stand in it, in either order, or a month by its name."""
    found = _DAY_FIRST.search(text) or _YEAR_FIRST.search(text)
    if found is None:
        return _MONTH.search(text) is not None and re.search(r"\d", text) is not None
    smaller, larger = sorted(map(int, found.groups()))
    return 1 <= smaller <= 12 and larger <= 31


def _without_decimal_zeros(text: str) -> str:
    return re.sub(r"(?<=[0-9])\.0+$", "", text)
