"""Keys from secrets, invitations, recovery codes, seals, sealed texts: sections 3, 6 and 8.

Written from ``npq_desktop/journal/FORMAT.md`` alone.
"""

import hashlib
import json
import re

import nacl.secret
import nacl.signing
import pyrage
from stories.independent.reader import (
    KIB,
    Newer,
    Refused,
    hexadecimal,
    read_bundle,
    strict,
    unbase64,
)
from stories.independent.writer import base64url, canonical

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
INVITATION_START = b'{"format":"npq-invitation"'


# -- derived keys ----------------------------------------------------------------------------------


def derived(secret, person):
    """32 bytes for one purpose, of a secret of 16."""
    return hashlib.blake2b(digest_size=32, key=secret, person=person).digest()


def signing_key(secret, person):
    return nacl.signing.SigningKey(derived(secret, person))


def public(key):
    return base64url(bytes(key.verify_key))


def age_identity(seed):
    """The age identity made of 32 bytes: Bech32, in capitals."""
    part = "age-secret-key-"
    values = bits_of(seed)
    checked = [ord(each) >> 5 for each in part] + [0] + [ord(each) & 31 for each in part]
    rest = polymod([*checked, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [rest >> (5 * place) & 31 for place in range(5, -1, -1)]
    text = part + "1" + "".join(BECH32[value] for value in values)
    return pyrage.x25519.Identity.from_str(text.upper())


def bits_of(data):
    """Bytes as values of five bits, filled up with zeros."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def polymod(values):
    """The checksum of BIP 173."""
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, each in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= each if top >> place & 1 else 0
    return check


# -- the invitation --------------------------------------------------------------------------------


def passphrase(typed, words):
    """The six words that were told, from whatever was typed."""
    known = {word[:4]: word for word in words}
    parts = re.findall(r"[^\W\d_]+", typed.lower())
    if len(parts) != 6 or any(part[:4] not in known for part in parts):
        raise Refused("not six words of the list")
    return " ".join(known[part[:4]] for part in parts)


def read_invitation(data, words):
    """The secret of an invitation, the id of its invite, and the group."""
    try:
        opened = pyrage.passphrase.decrypt(data, words)
    except pyrage.DecryptError as error:
        raise Refused("other words") from error
    line, _, rest = opened.partition(b"\n")
    if not line.startswith(INVITATION_START) or len(line) >= KIB:
        raise Refused("no invitation")
    said = strict(line.decode())
    if set(said) != {"format", "invite", "secret", "v"}:
        raise Refused("not the four members")
    if said["v"] != 1:
        raise Newer("another version")
    if not hexadecimal(said["invite"], 64) or not isinstance(said["secret"], str):
        raise Refused("a value breaks the rules")
    return unbase64(said["secret"], 16), said["invite"], read_bundle(rest)


def invitation(secret, invite, bundle):
    """What an invitation holds inside its lock."""
    said = {"format": "npq-invitation", "invite": invite, "secret": base64url(secret), "v": 1}
    return canonical(said).encode() + b"\n" + bundle


# -- the recovery code -----------------------------------------------------------------------------


def code_secret(typed):
    """The 16 bytes of a recovery code as somebody typed it."""
    letters = "".join(each for each in typed.upper() if each.isalnum())
    letters = letters.translate(str.maketrans("018", "OIB"))
    if len(letters) != 27 or any(each not in BASE32 for each in letters):
        raise Refused("no recovery code")
    values = [BASE32.index(each) for each in letters]
    number = int("".join(f"{value:05b}" for value in values[:26]), 2)
    if check_of(values[:26]) != values[26] or number & 3:
        raise Refused("a slip")
    return (number >> 2).to_bytes(16, "big")


def code_text(secret):
    """The code as it is printed."""
    values = bits_of(secret)
    letters = "".join(BASE32[value] for value in [*values, check_of(values)])
    return "-".join(letters[at : at + 3] for at in range(0, 27, 3))


def check_of(values):
    check = 0
    for value in values:
        check = (check ^ value) << 1
        check ^= 0b100101 if check & 32 else 0
    return check


def open_seal(seal, secret):
    """The database key that a seal holds."""
    assert len(seal) == 512
    said = json.loads(seal)
    sheet = hashlib.sha256(public(signing_key(secret, b"npq-recover-sign")).encode()).hexdigest()
    assert said["sheet"] == f"{sheet[:4]}-{sheet[4:8]}".upper()
    box = nacl.secret.SecretBox(derived(secret, b"npq-recover-db"))
    return box.decrypt(unbase64(said["box"], 24 + 16 + 32))


# -- sealed texts ----------------------------------------------------------------------------------


def open_sealed(sealed, identity):
    """The text that was sealed."""
    assert set(sealed) == {"to", "box"}
    return pyrage.decrypt(unbase64(sealed["box"]), [identity]).decode()
