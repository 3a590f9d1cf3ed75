"""A colleague's laptop joins a group by an invitation."""

from support.applications import Laptop


def join(giver: Laptop, taker: Laptop, group: str, role: str = "facilitator") -> Laptop:
    """``giver`` invites whoever has ``taker``, who joins and has sent nothing yet."""
    path = giver.folder.parent / f"for {taker.person}.npqsync"
    made = giver.application.membership.invite(group, taker.person, role, path)
    membership = taker.application.membership
    membership.join(membership.preview_invitation(path, made.words))
    return taker
