"""One request as it comes, and the plain reply to it.

Source: journal/FORMAT.md, section 10.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from npq_desktop.journal.codec import canonical
from npq_desktop.relay import limits
from npq_desktop.relay.pushes import malformed
from npq_desktop.relay.replies import RefusalError


@dataclass(slots=True)
class Asked:
    """One request on its way; ``key`` and ``group`` are known once they were read."""

    request: Request
    address: str
    target: str
    nonce: str
    route: str = "unknown"
    key: str = ""
    group: str = ""

    @property
    def method(self) -> str:
        """GET, PUT and so on."""
        return self.request.method


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and a body, before it is signed and packed."""

    status: int
    body: bytes

    @classmethod
    def of(cls, status: int, said: Mapping[str, object]) -> "Reply":
        """The reply that says this."""
        return cls(status, canonical(said).encode())


def texts(said: Mapping[str, Any], *names: str) -> list[str]:
    """These members, all of them texts.

    Raises:
        RefusalError: one is not.
    """
    values = [said.get(name) for name in names]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(names):
        raise malformed(f"The request lacks one of: {', '.join(names)}.")
    return texts


def number(asked: Asked, name: str) -> int:
    """A number of the query; 0 where it is not there.

    Raises:
        RefusalError: it is none.
    """
    text = asked.request.query_params.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise malformed(f"“{name}” is no number.")
    return int(text)


async def body_of(request: Request) -> bytes:
    """The body of a request, as far as one may be sent.

    Raises:
        RefusalError: it is packed, too long, or does not come.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise RefusalError(415, "packed", "Send the request unpacked.")
    announced = request.headers.get("Content-Length", "0")
    if announced.isdigit() and int(announced) > limits.MAX_BODY_BYTES:
        raise _too_large()
    parts, size = [], 0
    try:
        async with asyncio.timeout(limits.BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > limits.MAX_BODY_BYTES:
                    raise _too_large()
                parts.append(part)
    except TimeoutError:
        raise RefusalError(408, "slow", "The request did not come in time.") from None
    return b"".join(parts)


def _too_large() -> RefusalError:
    return RefusalError(413, "too_large", "This hub takes at most 1 MiB at once.")
