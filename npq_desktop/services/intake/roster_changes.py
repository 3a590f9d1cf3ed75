"""What a newer list says otherwise of a person of the group, one line a detail.

A line is preset where taking it is safe. A name that is worse than the one recorded never is, nor a
number that would replace another, nor a TRN that was made up to seven digits.
"""

import re
from collections.abc import Iterator, Mapping

from npq_desktop.interchange.files.text_tables import suggested_repair
from npq_desktop.interchange.people.name_forms import letters_form, normal_form, plain_form
from npq_desktop.interchange.people.written_names import former_names, readings
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.rosters import RosterChange
from npq_desktop.services.intake import words

_NAME_PARTS = ("name", "first", "last")
_WHAT = {
    "known_as": "known as",
    "email": "email",
    "trn": "TRN",
    "urn": "school's URN",
    "school": "school",
    "role": "role",
    "leads": "leadership of mathematics",
    "employer_support": "support of the employer",
    "support.asked": "request for one-to-one support",
    "eligible_for_funding": "eligibility for funding",
    "funded_place": "funded place",
    "setting": "work setting",
    "id.username": "user name",
    "id.moodle": "ID number",
    "id.sis": "SIS id",
    "id.dfe": "DfE participant id",
    "id.oneroster": "OneRoster id",
    "id.provider": "participant id",
}


def changes_of(
    known: PersonFact, name: str, line: int, stated: Mapping[str, str], *, by_number: bool
) -> Iterator[RosterChange]:
    """Line by line what ``stated`` says otherwise; ``by_number``: not only the name found them."""
    whole = _name_change(known, name, line, stated)
    if whole is not None:
        yield whole
    for field, after in stated.items():
        before = known.fields.get(field, "")
        if field in _NAME_PARTS or before == after:
            continue
        why = _why_not(field, before, after, by_number=by_number)
        yield RosterChange(
            line=line,
            person=known.id,
            name=name,
            what=_what(field),
            before=before,
            after=after,
            values={field: after},
            preset=not why,
            why=why,
        )


def padded_trn(line: int, person: str, name: str, before: str, trn: str) -> RosterChange:
    """The offer of a TRN that lacked one or two digits in the file."""
    return RosterChange(
        line=line,
        person=person,
        name=name,
        what="TRN",
        before=before,
        after=trn,
        values={"trn": trn},
        preset=False,
        why=words.ZEROS_IN_FRONT,
    )


def _what(field: str) -> str:
    return _WHAT.get(field) or f"{field.removeprefix('id.').replace('_', ' ')} id"


def _why_not(field: str, before: str, after: str, *, by_number: bool) -> str:
    if not before:
        return ""
    if field == "trn":
        return words.OTHER_TRN
    if field.startswith("id."):
        return words.OTHER_NUMBER
    damage = _why_damaged(before, after) if field in ("known_as", "school") else ""
    if damage or by_number or field not in ("email", "school"):
        return damage
    one, other = plain_form(before), plain_form(after)
    return "" if one in other or other in one else words.ONLY_THE_NAME


def _name_change(
    known: PersonFact, name: str, line: int, stated: Mapping[str, str]
) -> RosterChange | None:
    """Whole, first and last name as one line: a surname alone would be half a change."""
    values = {
        part: stated[part]
        for part in _NAME_PARTS
        if stated.get(part) and stated[part] != known.fields.get(part)
    }
    if not values:
        return None
    before, after = known.fields.get("name", ""), stated["name"]
    if before == after:
        parts = [stated.get(part, "") for part in _NAME_PARTS[1:]]
        now = [known.fields.get(part, "") for part in _NAME_PARTS[1:]]
        before, after = (" | ".join(filter(None, each)) for each in (now, parts))
    elif _same_but_for_signs(before, after):
        return None
    why = why_worse(known.fields.get("name", ""), stated["name"])
    return RosterChange(
        line=line,
        person=known.id,
        name=name,
        what="name" if "name" in values else "first and last name",
        before=before,
        after=after,
        values=values,
        preset=not why,
        why=why,
    )


def why_worse(before: str, after: str) -> str:
    """Why a name of a file is not to replace the one recorded; "" where it may be better."""
    if re.search(r"\d", after):
        return words.HOLDS_A_NUMBER
    damage = _why_damaged(before, after)
    if damage or not before:
        return damage
    if not former_names(after) and normal_form(before) in map(normal_form, readings(after)[1:]):
        return words.MORE_THAN_THE_NAME
    return _why_shorter(plain_form(before).split(), plain_form(after).split())


def _why_damaged(before: str, after: str) -> str:
    """What a text lost on its way through a spreadsheet; "" for nothing."""
    if re.search(r"[?\ufffd_]", after) or suggested_repair(after):
        return words.LOST_A_LETTER
    if not before:
        return ""
    if _is_in_capitals(before.split(), after.split()):
        return words.IN_CAPITALS
    if after.islower() and not before.islower():
        return words.NO_CAPITALS
    return words.NO_SIGNS if _lost_marks(before, after) else ""


def _is_in_capitals(before: list[str], after: list[str]) -> bool:
    """Whether a word is in capitals that was not, or a new one where none was."""
    small = {word.casefold() for word in before if not word.isupper()}
    shouted = [word for word in after if len(word) > 1 and word.isupper()]
    if any(word.casefold() in small for word in shouted):
        return True
    return any(len(word) > 2 for word in shouted) and not any(word.isupper() for word in before)


def _lost_marks(before: str, after: str) -> bool:
    """Whether accents, apostrophes or hyphens are gone from the same letters or the same word."""
    if letters_form(before) == letters_form(after):
        return _marks(after) < _marks(before)
    now = normal_form(after).split()
    return any(
        not word.isascii() and word not in now and plain_form(word) in now
        for word in normal_form(before).split()
    )


def _why_shorter(before: list[str], after: list[str]) -> str:
    initials = [word.strip(".") for word in after if len(word.strip(".")) == 1]
    if any(word[0] in initials and word not in after for word in before):
        return words.ONLY_AN_INITIAL
    parts = all(any(word in other for other in before) for word in after)
    fewer = sum(map(len, after)) < sum(map(len, before))
    return words.A_PART_IS_MISSING if parts and fewer else ""


def _same_but_for_signs(before: str, after: str) -> bool:
    """Only spaces or the shape of an apostrophe differ."""
    return normal_form(before) == normal_form(after) and _case(before) == _case(after)


def _case(name: str) -> str:
    return "".join("A" if letter.isupper() else "a" for letter in name if letter.isalpha())


def _marks(name: str) -> int:
    """How many letters bear accents, and how many apostrophes and hyphens there are."""
    return sum(not sign.isascii() or sign in "'-" for sign in normal_form(name))
