"""Holds what a dialog showed against what is so when its button is pressed."""

from typing import TypeVar

from npq_desktop.errors import StaleError

Offer = TypeVar("Offer")


def unchanged(shown: Offer, now: Offer) -> Offer:
    """What is so now, once it is known to be what was shown.

    Raises:
        StaleError: it has changed meanwhile; the caller shows it anew and asks again.
    """
    if now != shown:
        raise StaleError
    return now
