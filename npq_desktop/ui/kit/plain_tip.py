"""Tool tips with texts that people wrote: Qt would take what looks like HTML for HTML."""

from html import escape


def plain_tip(text: str) -> str:
    """The text so that a tool tip shows every character of it."""
    if "<" not in text:
        return text
    return f'<p style="white-space:pre-wrap">{escape(text)}</p>'
