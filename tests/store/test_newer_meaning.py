"""An entry of a newer program is held, and counts once this one is updated. Reliability 24."""

from collections.abc import Callable

import pytest
from support.journal import Group, person

from npq_desktop.journal.kinds import MEANING_LEVEL
from npq_desktop.journal.kinds.mark import MARK
from npq_desktop.store.store import Store


def test_an_entry_of_a_newer_program_counts_after_the_update(
    group: Group, open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {"event": "m1.seminar", "person": person("aoife"), "state": "present", "how": "typed"}
    newer = group.write("olu", "mark.set", content, need=MEANING_LEVEL + 1)
    store = open_store()
    received = store.receive(group.id, group.events, route="file")
    assert [held.id for held in received.held] == [newer.id]
    assert store.reading.facts(MARK, group.id) == ()
    store.close()

    for module in ("journal.parse", "store.live"):
        monkeypatch.setattr(f"npq_desktop.{module}.MEANING_LEVEL", MEANING_LEVEL + 1)
    updated = open_store()

    assert [mark.head for mark in updated.reading.facts(MARK, group.id)] == [newer.id]
    assert updated.reading.held(group.id) == ()
    assert updated.verify().problems == ()
