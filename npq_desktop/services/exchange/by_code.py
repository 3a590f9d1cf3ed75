"""Signs with the key of a recovery sheet, once its code is typed, what no laptop at hand may sign.

The sheet is a root of the group, so it may erase, accept and remove where its owner's laptop is
lost. Source: journal/FORMAT.md, sections 2 and 8.
"""

from collections.abc import Callable

from npq_desktop.errors import ServiceError
from npq_desktop.journal.authority import MemberKey, Role
from npq_desktop.journal.event import Author
from npq_desktop.journal.recovery_code import RecoveryCode
from npq_desktop.journal.state import State

_NOT_THIS_SHEET = (
    "This code is not from a recovery sheet that can do this in this group. Nothing was changed. "
    "Check the number on the sheet, or ask the person who started the group."
)


def sheet_of(state: State, code: RecoveryCode) -> MemberKey | None:
    """The root that a code speaks for."""
    public = code.signing_key.public
    found = (each for each in state.members if each.key == public and each.depth == 0)
    return next((each for each in found if not each.revoked), None)


def helps(state: State, own: str, may: Callable[[str], bool]) -> bool:
    """Whether to offer the code: to a coordinator's laptop ``own``, where the key of a sheet
    ``may`` do what is asked.
    """
    here = next((each for each in state.members if each.key == own), None)
    if here is None or here.revoked or here.role is Role.FACILITATOR:
        return False
    return any(may(each.key) for each in state.members if each.is_sheet and not each.revoked)


def author_by(state: State, typed: str, may: Callable[[str], bool]) -> Author:
    """Who signs with a code that was typed.

    Raises:
        JournalError: the code has a slip in it.
        ServiceError: its sheet is none of the group's, or ``may`` not do what is asked.
    """
    code = RecoveryCode.parse(typed)
    sheet = sheet_of(state, code)
    if sheet is None or not may(sheet.key):
        raise ServiceError(_NOT_THIS_SHEET)
    return Author(code.signing_key.seed, sheet.member)
