"""What people and platforms write around a name: titles, pronouns, schools, devices, old surnames.

The name as written stays what is shown; these are the other names it may contain, for comparing.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_PRONOUN = (
    "(?:she|her|hers|he|him|his|they|them|theirs|ze|zir|hir|xe|xem|any|all|elle|il|iel|hi|ef|nhw)"
)
_PRONOUNS = re.compile(
    rf"[(\[]\s*{_PRONOUN}(?:\s*(?:[/|,&+]|and|or)\s*{_PRONOUN})*(?:\s*pronouns)?\s*[)\]]"
    rf"|(?<![\w/]){_PRONOUN}(?:\s?/\s?{_PRONOUN})+(?![\w/])",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:(?:mrs|mr|miss|ms|mx|mme|mlle|dr|prof|professor|sir|dame|rev|revd|reverend|canon|cllr"
    r"|m(?=\.))(?:\.\s*|\s+)(?=\S))+",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?:[\s,]{1,3}\(?(?:ph\.?d|ed\.?d|mbe|obe|cbe|qts|qtls|pgce|npq[a-z]*|b\.?a|b\.?sc|b\.?ed|m\.?a|m\.?sc"
    r"|m\.?ed|fcct|frsa)\.?\)?){1,9}\s{0,3}$",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"[(\[,;-]{0,3}\s{0,3}"
    r"\b(?:n[ée]e|né|formerly(?: known as)?|previously|was|maiden name|yn wreiddiol)\b"
    r"[\s:]{1,3}(?P<name>[^()\[\],;]{1,200})[)\]]?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_PARTED = re.compile(
    r"\s{1,3}[-–—−/:]\s{1,3}|\s{0,3}[|•·~]\s{0,3}|:\s{1,3}|\s{1,3}@\s{1,3}|\s{1,3}from\s{1,3}",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”„«»‘]([^\"“”„«»‘’]+)[\"“”«»’]|(?<!\w)'(\w+)'(?!\w)")
_DEVICE_WORDS = (
    r"(?:ipad|iphone|phone|mobile|android|galaxy(?: \w{1,20})?|pixel(?: \w{1,20})?|laptop"
    r"|macbook(?: \w{1,20})?|surface|tablet|computer|pc|desktop)"
)
_OWN_DEVICE = re.compile(rf"^(.+?)(?:['’]s?)?\s{{1,3}}{_DEVICE_WORDS}(?: \d+)?$", re.IGNORECASE)
_DEVICE = re.compile(
    rf"(?:{_DEVICE_WORDS}|zoom user|guest|meeting room|room \w+|\+?[\d\s*()-]{{6,}})(?: \d+)?",
    re.IGNORECASE,
)
_MOST_READINGS = 12


def readings(written: str) -> tuple[str, ...]:
    """The names that ``written`` may be, as it stands first; each once, "" never.

    ``Mrs Ben Holt (Oakdene)`` may be "Ben Holt" or "Oakdene"; which of them is anybody's name is
    for the comparison with a group to tell.
    """
    written = unicodedata.normalize("NFC", written)
    found = [written, *_readings(_PRONOUNS.sub(" ", written))]
    tidy = (_tidy(text) for text in found)
    return tuple(dict.fromkeys(text for text in tidy if text))[:_MOST_READINGS]


def present_name(written: str) -> str:
    """The name without a former one: ``Harriet Moss (née Quayle)`` is Harriet Moss."""
    return _tidy(_FORMER.sub(" ", unicodedata.normalize("NFC", written))) or written


def former_names(written: str) -> tuple[str, ...]:
    """Names borne before: ``Harriet Moss (née Quayle)`` was Harriet Quayle."""
    now = present_name(written).split()
    composed = unicodedata.normalize("NFC", written)
    former = (found["name"].split() for found in _FORMER.finditer(composed))
    return tuple(
        " ".join(then if len(then) > 1 else [*now[:1], *then]) for then in former if now and then
    )


def is_device(name: str) -> bool:
    """Whether a name is a tablet, a phone number or a room rather than somebody."""
    return _DEVICE.fullmatch(name.strip()) is not None


def _readings(name: str) -> Iterator[str]:
    now = present_name(name)
    outside, inside = _split_brackets(now)
    whole = outside or now
    for text in (whole, *inside):
        yield from _bare(text)
    for part in _parts(whole):
        yield from _bare(part)


def _split_brackets(name: str) -> tuple[str, list[str]]:
    """What stands outside brackets, and in each of them; brackets in brackets count alone."""
    inside: list[str] = []
    while found := _BRACKETS.search(name):
        inside.append(found[1] or found[2] or "")
        name = f"{name[: found.start()]} {name[found.end() :]}"
    return _tidy(name), inside


def _parts(name: str) -> Iterable[str]:
    """Pieces between separators; a comma parts only two names of several words."""
    parts = _PARTED.split(name)
    if len(parts) > 1:
        yield from parts
    commas = name.split(",")
    if len(commas) > 1 and all(len(part.split()) > 1 for part in commas[:1]):
        yield from commas
    if "_" in name:
        yield name.replace("_", " ")


def _bare(name: str) -> Iterator[str]:
    """The name without titles, degrees, a nickname in quotation marks, a device or an address."""
    text = _tidy(name)
    if not text:
        return
    untitled = ", ".join(_TITLE.sub("", part.strip(), count=1) for part in text.split(","))
    bare = _DEGREES.sub("", untitled) or untitled
    yield bare
    if _QUOTED.search(bare):
        yield _QUOTED.sub(" ", bare)
        yield _QUOTED.sub(lambda found: f" {found[1] or found[2]} ", bare)
    if owner := _OWN_DEVICE.match(bare):
        yield owner[1]
    if "@" in bare and " " not in bare:
        yield re.sub(r"[._]+", " ", bare.partition("@")[0])


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;|/-–—•·~")
