"""Writes emails as drafts that a mail program opens for a person to send; nothing is sent here."""

import re
from email.message import EmailMessage
from email.policy import SMTP

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def draft_email(*, to: str, subject: str, text: str) -> bytes:
    """One draft as an .eml file: plain text in UTF-8, marked as not sent."""
    message = EmailMessage()
    message["To"] = _one_line(to)
    message["Subject"] = _one_line(subject)
    message["X-Unsent"] = "1"
    message.set_content(text, charset="utf-8", cte="base64")
    return message.as_bytes(policy=SMTP)


def draft_name(name: str, taken: set[str]) -> str:
    """A file name made of a person's, another than those ``taken``."""
    plain = _UNSAFE.sub(" ", name).strip(" .")[:80] or "message"
    number, found = 1, f"{plain}.eml"
    while found.casefold() in taken:
        number += 1
        found = f"{plain} {number}.eml"
    taken.add(found.casefold())
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())
