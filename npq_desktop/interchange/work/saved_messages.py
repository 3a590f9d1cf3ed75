"""Reads an email that was saved as a file: who sent it when, and what was attached.

Nothing in it is executed, fetched or shown; a broken email gives what can be read of it.
"""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from npq_desktop.errors import InterchangeError

MOST_ATTACHMENTS = 50
LARGEST_MESSAGE = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One attachment."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SavedMessage:
    """An email; ``sent`` has the offset of its header, None where there is no time."""

    sender: str
    address: str
    sent: datetime | None
    attachments: tuple[AttachedFile, ...]


def read_message(data: bytes, *, file_name: str) -> SavedMessage:
    """What an .eml file holds.

    Raises: InterchangeError if it is too large, or nothing is attached.
    """
    if len(data) > LARGEST_MESSAGE:
        raise InterchangeError(f"“{file_name}” is larger than 50 MB. Save its attachment instead.")
    message = BytesParser(policy=policy.default).parsebytes(data)
    name, address = parseaddr(str(message.get("From", "")))
    found = tuple(_attachments(message))
    if not found:
        raise InterchangeError(f"Nothing is attached to “{file_name}”. Choose the file itself.")
    return SavedMessage(name, address, _sent(message), found)


def _sent(message: EmailMessage) -> datetime | None:
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError, IndexError):
        return None
    return sent if sent.tzinfo is not None else None


def _attachments(message: EmailMessage) -> list[AttachedFile]:
    found: list[AttachedFile] = []
    for part in message.walk():
        name = part.get_filename()
        if not name or part.is_multipart() or len(found) >= MOST_ATTACHMENTS:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            found.append(AttachedFile(str(name), content))
    return found
