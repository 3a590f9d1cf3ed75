"""What is said to a hub, over HTTP, and whether its answer is to be believed.

Never called on the window's thread. A reply counts only where the hub's own key signed it for this
very request; everything else is somebody else's, or nothing at all. Redirects are not followed.

Source: journal/FORMAT.md, section 10.
"""

import json
import re
import secrets
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from npq_desktop.errors import SyncError
from npq_desktop.journal.codec import (
    BrokenTextError,
    b64decode,
    b64encode,
    canonical,
    is_base64,
    parse_json,
)
from npq_desktop.journal.event import Author, Event
from npq_desktop.journal.keys import KEY_BYTES
from npq_desktop.relay.pushes import bundle_of
from npq_desktop.relay.replies import (
    NONCE_BYTES,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    push_message,
    remove_message,
    reply_holds,
    session_message,
)
from npq_desktop.sync.hub_trouble import HubTrouble, HubTroubleError
from npq_desktop.sync.open_lines import in_use

if TYPE_CHECKING:
    import httpx

VERSION = 1
CONNECT_SECONDS = 10.0
READ_SECONDS = 40.0
MAX_REPLY_BYTES = 16 * 1024 * 1024

_LINK = re.compile(r"npqhub:([^#\s]{1,200})#([A-Za-z0-9_-]{43})\.([A-Za-z2-7-]{16,24})")
_SAFE_URL = re.compile(r"https://[!-~]+|http://(127\.0\.0\.1|localhost)([:/][!-~]*)?")


_OF_TIME, _OF_NAME = frozenset((9, 10)), frozenset((62, 64))
_TIME_WORDS = ("expired", "not yet valid", "validity period", "within its validity")
_NAME_WORDS = ("hostname", "ip address mismatch", "does not match", "cn_no_match", "cn name")


class HubLinkError(SyncError):
    """A text that is no link to a hub."""


@dataclass(frozen=True, slots=True)
class HubLink:
    """What a hub's owner hands out."""

    url: str
    hub: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HubReply:
    """A reply that the hub signed: what it says, and what proves it later."""

    status: int
    said: Mapping[str, Any]
    nonce: str
    target: str
    body: str = field(repr=False)
    signature: str = field(repr=False)

    def receipt(self) -> str:
        """The proof as one line of JSON."""
        names = ("nonce", "target", "status", "body", "signature")
        return canonical({name: getattr(self, name) for name in names})


_BY_CODE: Mapping[str, HubTrouble] = {
    "revoked": HubTrouble.REVOKED,
    "contested": HubTrouble.CONTESTED,
    "no_such_group": HubTrouble.NO_GROUP,
    "removed": HubTrouble.REMOVED,
    "code": HubTrouble.CODE,
    "newer": HubTrouble.NEWER,
    "slow_down": HubTrouble.SLOW,
    "full": HubTrouble.FULL,
    "too_large": HubTrouble.TOO_LARGE,
    "unsound": HubTrouble.UNSOUND,
    "open_text": HubTrouble.UNSOUND,
    "boxed": HubTrouble.UNSOUND,
}


def read_link(text: str) -> HubLink:
    """The link in what was pasted, or in an ``.npqhub`` file.

    Raises:
        HubLinkError: it is none, or leads over an open connection.
    """
    found = _LINK.fullmatch(text.strip())
    if found is None or not is_base64(found[2], KEY_BYTES):
        raise HubLinkError(
            "This is not a link to a hub. Copy the line that begins with npqhub: and paste it."
        )
    url = found[1].rstrip("/")
    if not is_safe_url(url):
        raise HubLinkError("This link leads over a connection that is not safe. Ask for another.")
    return HubLink(url=url, hub=found[2], code=found[3])


def is_safe_url(url: str) -> bool:
    """Whether a hub is asked at this address: over TLS, or on this laptop."""
    return _SAFE_URL.fullmatch(url) is not None


def open_client(url: str, *, proxy: str | None = None) -> "httpx.Client":
    """A connection to a hub: the system's certificates, its proxies or the one given."""
    import httpx
    import truststore

    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    trusted = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.Client(
        base_url=url,
        verify=trusted,
        timeout=timeout,
        follow_redirects=False,
        proxy=proxy,
        trust_env=url.startswith("https:"),  # no proxy stands before this laptop itself
    )


class HubCaller:
    """Asks one hub for one laptop. ``client``: as :func:`open_client` gives it."""

    def __init__(self, client: "httpx.Client", hub: str, author: Author) -> None:
        self._client = client
        self._hub = hub
        self._author = author
        self._token = ""
        self.said_at = ""
        """The hub's own time of day, when it last said hello."""

    def hello(self) -> HubReply:
        """What the hub says it is.

        Raises:
            HubTroubleError: it does not answer, it is another one, or it is newer than we are.
        """
        reply = self._signed("GET", "/v1/hello", None, {})
        versions = reply.said.get("v")
        if not isinstance(versions, list) or VERSION not in versions:
            raise HubTroubleError(HubTrouble.NEWER)
        self.said_at = str(reply.said.get("at", ""))
        return reply

    def open_group(
        self, start: Event, code: str, receipt: Mapping[str, Any] | None = None
    ) -> HubReply:
        """Have a group kept there, by its owner's code or by the hub's own earlier word.

        Raises:
            HubTroubleError: as :meth:`hello`; or the code does not do, it was removed, or full.
        """
        proof = {"code": code} if receipt is None else {"receipt": receipt}
        parts = [start.header, start.payload, start.salt, start.sig]
        body = canonical({**proof, "start": parts}).encode()
        return self._asked("PUT", _path(start.group_id), body)

    def summary(self, group: str, *, since: str = "", wait: int = 0) -> HubReply:
        """What the hub has of a group; ``streams`` are left out where that is as ``since``.

        Raises:
            HubTroubleError: as :meth:`hello`, or this laptop may not read there.
        """
        query = f"?since={since}&wait={wait}" if since else ""
        return self._asked("GET", _path(group) + query)

    def page(self, group: str, stream: str | None, first: int) -> HubReply:
        """Items from a position.

        Raises:
            HubTroubleError: as :meth:`summary`.
        """
        query = f"?stream={stream}&from={first}" if stream else f"?from={first}"
        return self._asked("GET", f"{_path(group)}/events{query}")

    def push(self, group: str, lines: Sequence[str]) -> HubReply:
        """Send items.

        Raises:
            HubTroubleError: as :meth:`summary`; nothing was stored.
        """
        body = bundle_of(group, lines)
        signature = self._author.sign(push_message(self._hub, group, body))
        return self._asked("POST", f"{_path(group)}/bundle", body, {SIGNATURE_HEADER: signature})

    def remove(self, group: str) -> HubReply:
        """Have a group removed from the hub, for good.

        Raises:
            HubTroubleError: as :meth:`summary`, or this laptop may not.
        """
        signature = self._author.sign(remove_message(self._hub, group))
        return self._asked("DELETE", _path(group), None, {SIGNATURE_HEADER: signature})

    def invitation(self) -> bytes | None:
        """The locked file that waits in a room for this laptop; None: nobody has decided yet.

        Raises:
            HubTroubleError: as :meth:`hello`; REFUSED where none waits.
        """
        file = self._asked("GET", "/v1/invitation").said.get("file")
        try:
            return b64decode(file) if isinstance(file, str) else None
        except BrokenTextError:
            raise HubTroubleError(HubTrouble.REFUSED) from None

    def _asked(
        self, method: str, target: str, body: bytes | None = None, more: Mapping[str, str] = {}
    ) -> HubReply:
        """A reply to this laptop; it says who it is once more where the hub has forgotten."""
        if not self._token:
            self._log_in()
        for _ in range(2):
            headers = {**more, "Authorization": f"Bearer {self._token}"}
            reply = self._signed(method, target, body, headers)
            if reply.status != 401:
                return _believed(reply)
            self._log_in()
        raise HubTroubleError(HubTrouble.AWAY)

    def _log_in(self) -> None:
        challenge = str(self.hello().said.get("challenge"))
        signature = self._author.sign(session_message(self._hub, challenge))
        said = {"challenge": challenge, "key": self._author.key, "sig": signature}
        reply = _believed(self._signed("POST", "/v1/session", canonical(said).encode(), {}))
        self._token = str(reply.said.get("token", ""))

    def _signed(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> HubReply:
        nonce = b64encode(secrets.token_bytes(NONCE_BYTES))
        status, got, signature = self._sent(method, target, body, {**headers, NONCE_HEADER: nonce})
        holds = reply_holds(
            self._hub,
            signature,
            nonce=nonce,
            method=method,
            target=target,
            status=status,
            body=got,
        )
        if not holds:
            raise HubTroubleError(_unsigned(status))
        try:
            text = got.decode()
            said = parse_json(text)
        except (BrokenTextError, UnicodeDecodeError):
            raise HubTroubleError(HubTrouble.REFUSED) from None
        if not isinstance(said, dict):
            raise HubTroubleError(HubTrouble.REFUSED)
        return HubReply(status, said, nonce, target, text, signature)

    def _sent(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes, str]:
        """Status, body and signature of what came back, from whomever.

        Raises:
            HubTroubleError: nothing came back, or more than a reply may be.
        """
        import httpx

        given = {**headers, "Accept-Encoding": "gzip"}
        try:
            with (
                in_use(self._client),
                self._client.stream(method, target, content=body, headers=given) as reply,
            ):
                parts, size = [], 0
                for part in reply.iter_bytes():
                    size += len(part)
                    if size > MAX_REPLY_BYTES:
                        raise HubTroubleError(HubTrouble.FOREIGN)
                    parts.append(part)
                signature = reply.headers.get(SIGNATURE_HEADER, "")
                return reply.status_code, b"".join(parts), signature
        except httpx.ProxyError as error:
            is_asking = "407" in str(error)
            trouble = HubTrouble.PROXY if is_asking else HubTrouble.AWAY
            raise HubTroubleError(trouble, text=str(error)) from error
        except httpx.DecodingError as error:
            raise HubTroubleError(HubTrouble.FOREIGN, text=str(error)) from error
        except httpx.HTTPError as error:
            raise HubTroubleError(_of_connection(error), text=str(error)) from error
        except RuntimeError as error:  # the line was closed meanwhile, on another thread
            raise HubTroubleError(HubTrouble.AWAY, text=str(error)) from error


def _believed(reply: HubReply) -> HubReply:
    """A reply that is no refusal.

    Raises:
        HubTroubleError: it is one.
    """
    if reply.status < 300:
        return reply
    said = reply.said
    trouble = _BY_CODE.get(str(said.get("error")), HubTrouble.REFUSED)
    seconds, item = said.get("seconds"), said.get("item")
    raise HubTroubleError(
        trouble,
        text=str(said.get("text", "")),
        seconds=seconds if isinstance(seconds, int) else 0,
        item=item if isinstance(item, int) else None,
    )


def _unsigned(status: int) -> HubTrouble:
    """What a reply without the hub's signature means: nothing, but where it came from a proxy or
    a server in front of the hub.
    """
    if status == 407:
        return HubTrouble.PROXY
    return HubTrouble.AWAY if status == 408 or status >= 500 else HubTrouble.FOREIGN


def _of_connection(error: BaseException | None) -> HubTrouble:
    """The trouble behind an error, through what it was raised from."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, ssl.SSLCertVerificationError):
            return _of_certificate(error)
        error, seen = error.__cause__ or error.__context__, seen + 1
    return HubTrouble.AWAY


def _of_certificate(error: ssl.SSLCertVerificationError) -> HubTrouble:
    """By OpenSSL's number, or by the words that Windows and macOS have for it."""
    words = str(error).lower()
    if getattr(error, "verify_code", 0) in _OF_TIME or any(each in words for each in _TIME_WORDS):
        return HubTrouble.TIME
    if getattr(error, "verify_code", 0) in _OF_NAME or any(each in words for each in _NAME_WORDS):
        return HubTrouble.NAME
    return HubTrouble.CERTIFICATE


def _path(group: str) -> str:
    return f"/v1/groups/{group}"


def kept_receipt(document: str) -> Mapping[str, Any]:
    """A kept proof, as the hub takes it back; empty where it is none."""
    try:
        said = json.loads(document)
    except ValueError:
        return {}
    names = ("nonce", "status", "body", "signature")
    if not isinstance(said, dict) or any(name not in said for name in names):
        return {}
    return {name: said[name] for name in names}
