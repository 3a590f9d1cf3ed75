"""The discussion of a group's facilitators; participants have their own forum on the platform.

A post counts only if its author's member id is the one that its id begins with. What was shown is
kept on this laptop.
"""

import secrets
from collections import defaultdict
from collections.abc import Mapping

from npq_desktop.errors import ServiceError
from npq_desktop.journal.kinds.entries import POST, NoteFact
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.contact import DiscussionView, PostRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts, derived
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.times import instant, moment
from npq_desktop.services.core.undo import UndoStep
from npq_desktop.services.core.words import count, no_longer_here
from npq_desktop.services.office import record_words as words

LONGEST_POST = 4_000
NOT_SEEN = "Participants do not see this. Their forum is on the platform."
_PLACE, _LINK, _PIN = "discussion", "forum", "pin."


@derived("post")
def _posts(facts: GroupFacts) -> Mapping[str, NoteFact]:
    """The posts that count, by id; of several live entries a withdrawn one, else the first.

    What its author took back on one laptop is shown nowhere, whatever another laptop changed.
    """
    found: dict[str, NoteFact] = {}
    for fact in sorted(facts.of(POST), key=lambda each: (not _is_withdrawn(each), each.head)):
        own = fact.id.partition(".")[0] == fact.source.member
        if own and "." in fact.id and "about" not in fact.details:
            found.setdefault(fact.id, fact)
    return found


class DiscussionService:
    """Writes ``post.add``; each action is one step of undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def view(self, group: str) -> DiscussionView:
        """The thread as it stands."""
        facts = self._core.facts.of(group)
        posts, seen = _posts(facts), self._seen(group)
        replies: defaultdict[str, list[NoteFact]] = defaultdict(list)
        for fact in sorted(posts.values(), key=self._when):
            replies[self._parent(posts, fact)].append(fact)
        rows = [self._row(facts, each, seen, replies[each.id]) for each in replies[""]]
        unread = sum(fact.head not in seen for fact in posts.values())
        draft = self._core.store.local.draft(group, _PLACE)
        return DiscussionView(
            posts=(*(row for row in rows if row.pinned), *(row for row in rows if not row.pinned)),
            unread=unread,
            words=_news(unread),
            note=NOT_SEEN,
            link=self._link(facts),
            draft=draft.text if draft else "",
        )

    def unread(self, group: str) -> int:
        """How many posts were not shown here yet."""
        seen = self._seen(group)
        return sum(fact.head not in seen for fact in _posts(self._core.facts.of(group)).values())

    def news(self, group: str) -> str:
        """For example "3 new posts"; "" where all were shown here."""
        return _news(self.unread(group))

    def shown(self, group: str) -> None:
        """Note that all posts were shown here."""
        heads = sorted(fact.head for fact in _posts(self._core.facts.of(group)).values())
        self._core.store.local.save_setting(_setting(group), heads)

    def post(self, group: str, text: str, reply_to: str = "") -> Changes:
        """Add a post, or a reply to one; what was typed is no draft any more.

        Raises:
            ServiceError: the text is empty or too long, or the post answered is gone.
        """
        said = _checked(text)
        facts = self._core.facts.of(group)
        if reply_to and reply_to not in _posts(facts):
            raise ServiceError(no_longer_here("This post"))
        member = self._core.recorder.member(group) or ""
        content: dict[str, object] = {"id": f"{member}.{secrets.token_hex(16)}", "text": said}
        if reply_to:
            content["reply_to"] = self._parent(_posts(facts), _posts(facts)[reply_to]) or reply_to
        with self._core.together():
            changes = self._write(group, content, "post")
            self.keep_draft(group, "")
        return changes

    def change(self, group: str, post: str, text: str) -> Changes:
        """Change an own post.

        Raises:
            ServiceError: it is another's or gone, or the text is empty or too long.
        """
        content = dict(self._own(group, post).details)
        return self._write(group, {**content, "text": _checked(text)}, "changed post")

    def withdraw(self, group: str, post: str) -> Changes:
        """Take an own post back; that there was one stays.

        Raises:
            ServiceError: it is another's, or gone.
        """
        content = dict(self._own(group, post).details)
        return self._write(group, {**content, "text": "", "withdrawn": 1}, "withdrawn post")

    def pin(self, group: str, post: str, *, pinned: bool) -> Changes:
        """Keep a post on top, or let it go back to its place.

        Raises:
            ServiceError: the post is gone.
        """
        if post not in _posts(self._core.facts.of(group)):
            raise ServiceError(no_longer_here("This post"))
        content = {"id": f"{_PIN}{post}", "post": post, "pinned": int(pinned)}
        return self._write(group, content, "pinned post" if pinned else "post no longer pinned")

    def set_link(self, group: str, link: str) -> Changes:
        """Keep the address of the participants' forum; "" forgets it.

        Raises:
            ServiceError: it is no address that begins with https.
        """
        said = link.strip()
        if said and (not said.startswith("https://") or len(said.split()) != 1):
            raise ServiceError("Type an address that begins with https.")
        return self._write(group, {"id": _LINK, "text": said}, "address of the forum")

    def keep_draft(self, group: str, text: str) -> None:
        """Keep what is being typed."""
        self._core.store.local.save_draft(group, _PLACE, text)

    def _row(
        self, facts: GroupFacts, fact: NoteFact, seen: frozenset[str], replies: list[NoteFact]
    ) -> PostRow:
        who = facts.member_name(fact.source.key)
        at = moment(fact.source.at, facts.zone)
        withdrawn = _is_withdrawn(fact)
        return PostRow(
            id=fact.id,
            who=who,
            at=at,
            text="" if withdrawn else fact.text or "",
            words=words.withdrawn_by(who, at) if withdrawn else "",
            pinned=self._is_pinned(facts, fact.id),
            own=fact.source.member == self._core.recorder.member(facts.id) and not withdrawn,
            is_new=fact.head not in seen,
            changed=bool(facts.state.events[fact.source.id].rep) and not withdrawn,
            replies=tuple(self._row(facts, each, seen, []) for each in replies),
        )

    @staticmethod
    def _is_pinned(facts: GroupFacts, post: str) -> bool:
        pins = [fact for fact in facts.of(POST) if fact.id == f"{_PIN}{post}"]
        return any(fact.details.get("pinned") == 1 for fact in pins)

    @staticmethod
    def _link(facts: GroupFacts) -> str:
        links = sorted((f for f in facts.of(POST) if f.id == _LINK), key=lambda each: each.head)
        text = next((fact.text or "" for fact in links), "")
        return text if text.startswith("https://") else ""

    @staticmethod
    def _parent(posts: Mapping[str, NoteFact], fact: NoteFact) -> str:
        """The post that a reply stands under; replies go one level deep."""
        parent = str(fact.details.get("reply_to") or "")
        above = str(posts[parent].details.get("reply_to") or "") if parent in posts else ""
        if above in posts:
            return above
        return parent if parent in posts and parent != fact.id else ""

    @staticmethod
    def _when(fact: NoteFact) -> tuple[float, str]:
        at = instant(fact.source.at)
        return (at.timestamp() if at else 0.0, fact.id)

    def _own(self, group: str, post: str) -> NoteFact:
        found = _posts(self._core.facts.of(group)).get(post)
        if found is None:
            raise ServiceError(no_longer_here("This post"))
        if found.source.member != self._core.recorder.member(group):
            raise ServiceError("Only the author can change or withdraw a post.")
        return found

    def _write(self, group: str, content: Mapping[str, object], words: str) -> Changes:
        recorded = self._core.recorder.write(group, [NewEntry(POST.name, content)])
        self._core.undo.remember(group, UndoStep(words, recorded.ids))
        return recorded.changes

    def _seen(self, group: str) -> frozenset[str]:
        return frozenset(self._core.store.local.setting(_setting(group)) or ())


def _is_withdrawn(fact: NoteFact) -> bool:
    return bool(fact.details.get("withdrawn"))


def _news(unread: int) -> str:
    return count(unread, "new post") if unread else ""


def _checked(text: str) -> str:
    said = text.strip()
    if not said:
        raise ServiceError("Write the post first.")
    if len(said) > LONGEST_POST:
        raise ServiceError(f"A post has at most {LONGEST_POST:,} characters.")
    return said


def _setting(group: str) -> str:
    return f"discussion shown {group}"
