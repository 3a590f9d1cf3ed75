"""What a list of people says for the programme office: role, employer, support asked, funding.

Only words that are understood are taken; anything else under these titles is left out.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from npq_desktop.interchange.cells.headers import RosterField
from npq_desktop.interchange.cells.moments import read_date

_YES = frozenset({"yes", "y", "true", "1", "ie", "oui"})
_NO = frozenset({"no", "n", "false", "0", "na", "non"})
_SETTINGS = {
    "school": "school",
    "academy trust": "trust",
    "trust": "trust",
    "16 - 19 education setting": "16-19",
    "16-19": "16-19",
    "other - referred by a rtta": "adviser",
    "adviser": "adviser",
}


def office_fields(text_of: Callable[[RosterField], str]) -> Mapping[str, str]:
    """The details that the cells of one row give, by the names they are recorded under."""
    asked = text_of(RosterField.SUPPORT_ASKED).strip()
    day = read_date(asked) if asked else None
    said = {
        "leads": _leads(text_of(RosterField.LEADS)),
        "employer_support": _yes_or_no(text_of(RosterField.EMPLOYER_SUPPORT)),
        "support.asked": day.isoformat() if day else _yes_or_no(asked).replace("no", ""),
        "eligible_for_funding": _as_said(text_of(RosterField.ELIGIBLE)),
        "funded_place": _as_said(text_of(RosterField.FUNDED)),
        "setting": _SETTINGS.get(text_of(RosterField.SETTING).strip().casefold(), ""),
    }
    return MappingProxyType({name: text for name, text in said.items() if text})


def _leads(text: str) -> str:
    said = text.strip().casefold()
    if "aspir" in said:
        return "aspiring"
    return "in role" if said in {"in role", "in post", "current", *_YES} else ""


def _yes_or_no(text: str) -> str:
    said = text.strip().casefold()
    return "yes" if said in _YES else "no" if said in _NO else ""


def _as_said(text: str) -> str:
    """The Department's word as true or false."""
    return {"yes": "true", "no": "false"}.get(_yes_or_no(text), "")
