"""Owns the cleaning of TRN, URN, UKPRN and e-mail; refuses to guess what a broken one meant.

Every function takes the text of a cell and returns a :class:`Cleaned`: the value as text, a note on
what was done to it, or the reason it was refused. A missing identifier is neither: it is normal.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

TRN_LENGTH = 7
MAX_EMAIL_LENGTH = 320

_MISSING_WORDS = frozenset(
    {"", "-", "--", "?", "na", "n/a", "none", "nil", "null", "tbc", "tba", "unknown", "not known"}
    | {"not given", "not provided", "pending", "no email", "no e-mail", "no trn"}
)
_PLACEHOLDER_MAILBOXES = frozenset(
    {"noemail", "nomail", "none", "na", "unknown", "tbc", "noreply", "donotreply", "notprovided"}
    | {"noemailaddress", "invalid", "placeholder"}
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one identifier: ``value`` is None when it was missing or refused."""

    value: str | None
    note: str | None = None
    problem: str | None = None


def clean_trn(text: str) -> Cleaned:
    """The seven digits of a teacher reference number, leading zeros kept.

    Source: DfE npq-registration pads five to seven digits and refuses 0000000.
    """
    given = text.strip()
    if _is_missing(given):
        return Cleaned(None)
    if _is_scientific(given):
        return Cleaned(
            None, problem=f"TRN “{given}” was rounded by a spreadsheet; ask for it again."
        )
    digits = _digits(_without_decimal_zeros(given))
    if not 5 <= len(digits) <= TRN_LENGTH:
        return Cleaned(None, problem=f"TRN “{given}” does not have seven digits; left empty.")
    if not digits.strip("0"):
        return Cleaned(None, problem=f"TRN “{given}” is all zeros; left empty.")
    if len(digits) < TRN_LENGTH:
        return Cleaned(digits.zfill(TRN_LENGTH), note=f"TRN padded from {len(digits)} digits")
    return Cleaned(digits)


def clean_urn(text: str) -> Cleaned:
    """A school's URN: six digits, five with a warning; an early-years ``EY…`` as it is."""
    given = text.strip()
    if _is_missing(given):
        return Cleaned(None)
    ascii_text = unicodedata.normalize("NFKC", given).upper().replace(" ", "")
    if re.fullmatch(r"EY[0-9A-Z]{1,12}", ascii_text):
        return Cleaned(ascii_text)
    digits = _without_decimal_zeros(ascii_text)
    if re.fullmatch(r"[0-9]{6}", digits):
        return Cleaned(digits)
    if re.fullmatch(r"[0-9]{5}", digits):
        return Cleaned(digits, problem=f"School URN “{given}” has five digits rather than six.")
    return Cleaned(None, problem=f"School URN “{given}” does not have six digits; left empty.")


def clean_ukprn(text: str) -> Cleaned:
    """A UK provider reference number: eight digits, the first of them 1."""
    given = text.strip()
    if _is_missing(given):
        return Cleaned(None)
    digits = _without_decimal_zeros(unicodedata.normalize("NFKC", given).replace(" ", ""))
    if re.fullmatch(r"1[0-9]{7}", digits):
        return Cleaned(digits)
    problem = f"UKPRN “{given}” is not eight digits starting with 1; left empty."
    return Cleaned(None, problem=problem)


def clean_email(text: str) -> Cleaned:
    """An e-mail address, trimmed and case-folded; a placeholder such as ``noemail@…`` is none."""
    given = text.strip()
    if _is_missing(given):
        return Cleaned(None)
    address = re.sub(r"(?i)^mailto:", "", given).casefold()
    if not _is_address(address):
        return Cleaned(None, problem=f"E-mail “{_shortened(given)}” is not an address; left empty.")
    mailbox = re.sub(r"[^a-z0-9]", "", address.partition("@")[0])
    if mailbox in _PLACEHOLDER_MAILBOXES:
        return Cleaned(None, note=f"{address} is a placeholder, so no e-mail was taken")
    return Cleaned(address)


def shared_emails(addresses: Iterable[str | None]) -> frozenset[str]:
    """The addresses that stand more than once in one file: an office's, so nobody's identity."""
    counts = Counter(address for address in addresses if address)
    return frozenset(address for address, count in counts.items() if count > 1)


def _is_missing(text: str) -> bool:
    return text.casefold() in _MISSING_WORDS


def _is_scientific(text: str) -> bool:
    return re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", text) is not None


def _without_decimal_zeros(text: str) -> str:
    return re.sub(r"(?<=[0-9])\.0+$", "", text)


def _digits(text: str) -> str:
    """The decimal digits of any script as ASCII: full-width digits come from Asian keyboards."""
    values = (unicodedata.decimal(character, None) for character in text)
    return "".join(str(value) for value in values if value is not None)


def _is_address(address: str) -> bool:
    if len(address) > MAX_EMAIL_LENGTH or address.count("@") != 1 or ".." in address:
        return False
    mailbox, _, domain = address.partition("@")
    odd = any(character.isspace() or not character.isprintable() for character in address)
    return bool(mailbox and domain) and not odd and not set(address) & set("<>,;\"'()")


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
