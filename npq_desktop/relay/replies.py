"""Signed words between a laptop and a hub: replies, pushes, sessions, and the refusals.

No reply without the hub's signature means anything, whatever its status. The nonce in it is the
request's, so none can be played again.

Source: journal/FORMAT.md, section 10.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from npq_desktop.journal.codec import b64encode, is_base64
from npq_desktop.journal.keys import SigningKey, signature_holds

NONCE_HEADER = "NPQ-Nonce"
SIGNATURE_HEADER = "NPQ-Signature"
NONCE_BYTES = 16
CHALLENGE_SECONDS = 60
TOKEN_SECONDS = 900
MAX_NAMED_LETTERS = 512

_CHALLENGE = "challenge"
_BETWEEN = "~"
_TOKEN = "token"  # noqa: S105 - the name of a kind of text


class RefusalError(Exception):
    """A request is refused: what the reply says. ``more``: its further members."""

    def __init__(self, status: int, code: str, text: str, **more: object) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.more = more

    def body(self) -> dict[str, object]:
        """What the reply holds."""
        return {"error": self.code, "text": str(self), **self.more}


def reply_message(nonce: str, method: str, target: str, status: int, body: bytes) -> bytes:
    """What a hub signs of a reply; ``target`` is path and query, ``body`` before it is packed."""
    digest = hashlib.sha256(body).hexdigest()
    return b"npq-reply-1\0" + f"{nonce}\n{method} {target}\n{status}\n{digest}".encode()


def push_message(hub: str, group: str, body: bytes) -> bytes:
    """What a laptop signs of what it sends."""
    return b"npq-push-1\0" + f"{hub}\n{group}\n{hashlib.sha256(body).hexdigest()}".encode()


def session_message(hub: str, challenge: str) -> bytes:
    """What a laptop signs to say who it is; it names the hub, so it opens no other."""
    return b"npq-session-1\0" + (hub + challenge).encode()


def remove_message(hub: str, group: str) -> bytes:
    """What a root signs to remove a group from one hub."""
    return b"npq-remove-1\0" + f"{hub}\n{group}".encode()


def is_nonce(text: str) -> bool:
    """Whether a request's nonce has its form."""
    return is_base64(text, NONCE_BYTES)


def reply_holds(
    hub: str, signature: str, *, nonce: str, method: str, target: str, status: int, body: bytes
) -> bool:
    """Whether the hub signed this reply to this request."""
    message = reply_message(nonce, method, target, status, body)
    return signature_holds(public=hub, message=message, signature=signature)


@dataclass(frozen=True, slots=True)
class Seals:
    """A hub's own sealed texts, which every worker takes from every other: nothing is stored.

    ``clock``: seconds since 1970.
    """

    key: SigningKey
    clock: Callable[[], float]
    _secret: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        secret = hashlib.sha256(b"npq-mac-1\0" + self.key.seed).digest()
        object.__setattr__(self, "_secret", secret)

    def challenge(self) -> str:
        """A text for somebody to sign within a minute."""
        named = b64encode(secrets.token_bytes(NONCE_BYTES))
        return self._sealed(_CHALLENGE, named, CHALLENGE_SECONDS)

    def token(self, key: str) -> str:
        """What opens further requests to the holder of ``key``: another one for each session, since
        requests are counted by it.
        """
        named = f"{key}{_BETWEEN}{b64encode(secrets.token_bytes(NONCE_BYTES))}"
        return self._sealed(_TOKEN, named, TOKEN_SECONDS)

    def holds_challenge(self, text: str) -> bool:
        """Whether it is a challenge of ours that is not too old."""
        return self._named(_CHALLENGE, text) is not None

    def key_of(self, token: str) -> str | None:
        """Whose token it is; None if it is made up or too old."""
        named = self._named(_TOKEN, token)
        return None if named is None else named.partition(_BETWEEN)[0]

    def _sealed(self, kind: str, named: str, seconds: int) -> str:
        expiry = int(self.clock()) + seconds
        return f"{named}.{expiry}.{self._mac(kind, named, expiry)}"

    def _named(self, kind: str, text: str) -> str | None:
        named, _, rest = text.partition(".")
        digits, _, mac = rest.partition(".")
        if len(text) > MAX_NAMED_LETTERS or not (digits.isascii() and digits.isdigit()):
            return None
        right = self._mac(kind, named, int(digits))
        if not hmac.compare_digest(right.encode(), mac.encode(errors="replace")):
            return None
        return named if self.clock() <= int(digits) else None

    def _mac(self, kind: str, named: str, expiry: int) -> str:
        message = f"{kind}\n{named}\n{expiry}".encode(errors="replace")
        return b64encode(hmac.digest(self._secret, message, hashlib.sha256))
