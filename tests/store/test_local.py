"""What never leaves this laptop: keys, drafts, receipts, exchange log, attachments, settings."""

import hashlib
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from npq_desktop.store.local import Identity, OwnMembership
from npq_desktop.store.store import Store

IDENTITY = Identity(
    seed=b"s" * 32,
    age_secret="AGE-SECRET-KEY-1EXAMPLE",
    device="Sam's laptop",
    name="Sam",
    recovery_code="ABC-DEF",
)


def test_identity_is_kept_and_replaced(store: Store, open_store: Callable) -> None:
    assert store.local.identity() is None
    store.local.save_identity(Identity(b"x" * 32, "AGE", "old", "Sam"))
    store.local.save_identity(IDENTITY)
    store.close()

    assert open_store().local.identity() == IDENTITY


def test_identity_forgets_a_confirmed_recovery_code(store: Store) -> None:
    store.local.save_identity(IDENTITY)

    store.local.confirm_recovery_code()

    found = store.local.identity()
    assert found is not None
    assert (found.recovery_code, found.seed) == (None, IDENTITY.seed)


def test_secrets_are_not_shown_by_repr() -> None:
    membership = OwnMembership("g", "m", seed=b"secret" * 5, age_secret="AGE-SECRET")

    shown = repr(IDENTITY) + repr(membership)

    assert "secret" not in shown
    assert "SECRET-KEY" not in shown
    assert "ABC-DEF" not in shown


def test_membership_is_kept_for_each_group(store: Store) -> None:
    store.local.save_membership(OwnMembership("g", "m"))
    store.local.save_membership(OwnMembership("h", "n", b"k" * 32, "AGE"))

    assert store.local.membership("g") == OwnMembership("g", "m")
    assert store.local.membership("h") == OwnMembership("h", "n", b"k" * 32, "AGE")
    assert store.local.membership("i") is None


def test_draft_is_kept_as_last_typed_and_forgotten_when_empty(
    store: Store, open_store: Callable
) -> None:
    """Reliability 2."""
    store.local.save_draft("g", "review/ann/m1", "Good use of re")
    store.local.save_draft("g", "review/ann/m1", "Good use of representations")
    store.local.save_draft("g", "review/ben/m1", "x")
    store.local.save_draft("g", "review/ben/m1", "")
    store.close()

    drafts = open_store().local.drafts("g")

    assert [(draft.place, draft.text) for draft in drafts] == [
        ("review/ann/m1", "Good use of representations")
    ]
    assert drafts[0].saved.tzinfo is UTC or drafts[0].saved.utcoffset() is not None


def test_draft_of_one_place_is_found(store: Store) -> None:
    store.local.save_draft("g", "a", "one")
    store.local.save_draft("h", "a", "two")

    found = store.local.draft("h", "a")

    assert found is not None
    assert found.text == "two"
    assert store.local.draft("g", "b") is None


def test_exchange_log_is_newest_first(store: Store) -> None:
    first = store.local.log_exchange("g", direction="out", route="file", form="npqsync")
    second = store.local.log_exchange(
        "g",
        direction="in",
        route="hub",
        form="json",
        for_whom=["Sam's laptop"],
        digest="d",
        counts={"new": 12},
        note="n",
    )
    store.local.log_exchange("h", direction="out", route="file", form="npqsync")

    assert store.local.exchanges("g") == (second, first)
    assert len(store.local.exchanges()) == 3


def test_receipt_replaces_an_older_one_of_the_same_key_and_route(store: Store) -> None:
    for document in ("old", "new"):
        store.local.save_receipt("g", by="key", route="hub", document=document)
    store.local.save_receipt("g", by="key", route="file", document="other")

    receipts = store.local.receipts("g")

    assert [(one.route, one.document) for one in receipts] == [("file", "other"), ("hub", "new")]


def test_attachment_is_found_by_its_digest_and_not_in_the_clear(store: Store, folder: Path) -> None:
    data = b"Wilhelmina's reflection " * 1000

    kept = store.local.save_attachment("g", "reflection.docx", data)

    assert kept.content == hashlib.sha256(data).hexdigest()
    assert store.local.attachment("g", kept.content) == kept
    assert store.local.attachment("h", kept.content) is None
    store.close()
    assert b"Wilhelmina" not in (folder / "npq.db").read_bytes()


@pytest.mark.parametrize("value", [True, 0, "text", ["a", 1], {"a": None}])
def test_setting_keeps_any_json_value(store: Store, value: object) -> None:
    store.local.save_setting("name", "before")

    store.local.save_setting("name", value)

    assert store.local.setting("name") == value


def test_setting_that_was_never_made_or_was_forgotten_is_none(store: Store) -> None:
    store.local.save_setting("name", 1)
    store.local.save_setting("name", None)

    assert store.local.setting("name") is None
    assert store.local.setting("other") is None
