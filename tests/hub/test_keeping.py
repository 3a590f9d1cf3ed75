"""What a hub keeps: entries, boxes, doubts and erasures, the same on SQLite and PostgreSQL."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event as sql_event
from support.hubs import KEY, LIMITS, TriedHub, error, lines, sqlite_at, tried_hub
from support.journal import Group, author, person, seed

from npq_desktop.hub.rows import item_lines
from npq_desktop.journal.event import Event
from npq_desktop.relay.boxes import close
from npq_desktop.relay.items import DOUBT, doubted, item_of
from npq_desktop.relay.replies import RefusalError
from npq_desktop.relay.summaries import StreamSummary, streams_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("postgres")]


def boxed(event: Event, key: bytes = KEY) -> str:
    return item_of(event, close(event, key)).line()


def boxes_at(hub: TriedHub, group: Group, event: Event) -> list[str]:
    """What stands behind an entry's four texts in a page."""
    page = hub.laptop("olu").page(group.id, f"?stream={event.stream}")[1]
    return next(parts[4:] for parts in page["items"] if parts[0] == event.header)


def whole_count(hub: TriedHub, group: Group, event: Event) -> Sequence[int]:
    """Entries and whole texts of the entry's stream."""
    count, _, texts, *_ = hub.laptop("olu").summary(group.id)[1]["streams"][event.stream]
    return count, texts


def test_a_summary_is_that_of_the_laptop(any_hub: TriedHub, group: Group) -> None:
    for number in range(12):
        group.mark("olu", "m1.seminar", f"p{number}", "present", run=1 + number % 3)
    any_hub.opened(group)

    expected = {
        name: StreamSummary.of(own).as_list() for name, own in streams_of(group.events).items()
    }
    assert any_hub.laptop("sam").summary(group.id)[1]["streams"] == expected


def test_text_missing_at_first_is_filled_by_its_box(any_hub: TriedHub, group: Group) -> None:
    olu, mark = any_hub.opened(group), group.mark("olu", "m1.seminar", "bea", "present")
    first = olu.push(group.id, [item_of(mark).line()])[1]
    assert first["streams"][mark.stream][2:] != first["streams"][mark.stream][:1]

    second = olu.send(group.id, mark)

    assert (first["new"], second["had"], second["texts"]) == (1, 1, 1)
    assert second["stamp"] != first["stamp"]
    assert len(second["streams"][mark.stream]) == 3
    assert olu.send(group.id, mark)["texts"] == 0


def test_open_entry_without_its_payload_is_filled(any_hub: TriedHub, group: Group) -> None:
    olu = any_hub.opened(group)
    invited = group.invite("olu", "ben")
    join = group.join(invited)
    bare = [invited.event.blanked().line(), join.line()]
    assert olu.push(group.id, bare)[1]["new"] == 2
    assert error(any_hub.laptop("ben").summary(group.id)) == (404, "no_such_group")

    assert olu.send(group.id, invited.event)["texts"] == 1
    assert any_hub.laptop("ben").summary(group.id)[0] == 200


def test_doubt_lasts_until_the_box_comes_again_though_it_is_equal(
    any_hub: TriedHub, group: Group
) -> None:
    olu, mark = any_hub.opened(group), group.events[-1]
    count, texts = whole_count(any_hub, group, mark)
    answer = any_hub.laptop("sam").push(group.id, [doubted(mark).line()])[1]

    assert answer["texts"] == 1
    assert boxes_at(any_hub, group, mark) == [close(mark, KEY), DOUBT]
    assert whole_count(any_hub, group, mark) == (count, texts - 1)

    assert olu.send(group.id, mark)["texts"] == 1
    assert boxes_at(any_hub, group, mark) == [close(mark, KEY)]
    assert whole_count(any_hub, group, mark) == (count, texts)


def test_nobody_keeps_the_right_box_out(any_hub: TriedHub) -> None:
    group = Group()
    names = [f"m{number}" for number in range(17)]
    for name in names:
        group.add("olu", name)
    mark = group.mark("olu", "m1.seminar", "ann", "present")
    any_hub.opened(group)
    spoilt = [boxed(mark, seed(name)) for name in names]
    for name, line in zip(names, spoilt, strict=True):
        assert any_hub.laptop(name).push(group.id, [line])[0] == 200
    kept = boxes_at(any_hub, group, mark)
    assert len(kept) == 16
    assert close(mark, KEY) not in kept
    assert close(mark, seed("m16")) in kept

    any_hub.laptop("olu").send(group.id, mark)

    assert close(mark, KEY) in boxes_at(any_hub, group, mark)
    assert len(boxes_at(any_hub, group, mark)) == 16


def test_a_keys_later_box_stands_in_place_of_its_earlier(any_hub: TriedHub, group: Group) -> None:
    olu, mark = any_hub.opened(group), group.events[-1]
    olu.push(group.id, [boxed(mark, seed("other"))])
    assert boxes_at(any_hub, group, mark) == [close(mark, seed("other"))]

    any_hub.laptop("sam").push(group.id, [boxed(mark, seed("other"))])
    assert boxes_at(any_hub, group, mark) == [close(mark, seed("other"))]


def summed_up(events: Sequence[Event]) -> dict[str, list[object]]:
    """What a laptop that has these says of its streams."""
    return {name: StreamSummary.of(own).as_list() for name, own in streams_of(events).items()}


# -- erasing --------------------------------------------------------------------------------------


def test_erased_boxes_go_and_are_not_taken_again(any_hub: TriedHub, group: Group) -> None:
    note = group.write("sam", "note.add", {"id": "n", "person": person("ann"), "text": "x" * 400})
    mark = group.events[-2]
    olu = any_hub.opened(group)
    erase = group.erase("olu", "ann", note, mark)

    olu.send(group.id, erase)
    assert boxes_at(any_hub, group, note) == []
    assert boxes_at(any_hub, group, mark) == [close(mark, KEY)], "a mark stays"

    again = any_hub.laptop("sam").push(group.id, [boxed(note), boxed(mark)])[1]
    assert (again["erased"], again["had"]) == (1, 2)
    assert boxes_at(any_hub, group, note) == []
    blanked = [each.blanked() if each is note else each for each in group.events]
    expected = summed_up(blanked)
    assert olu.summary(group.id)[1]["streams"] == expected


def test_an_erasure_that_does_not_count_takes_nothing_until_it_is_accepted(
    any_hub: TriedHub,
) -> None:
    group = Group()
    group.add("olu", "sam", role="coordinator")
    note = group.write("olu", "note.add", {"id": "n", "person": person("ann"), "text": "x"})
    olu = any_hub.opened(group)
    erase = group.erase("sam", "ann", note)
    any_hub.laptop("sam").send(group.id, erase)
    assert boxes_at(any_hub, group, note) == [close(note, KEY)]

    olu.send(group.id, group.accept("olu", erase))

    assert boxes_at(any_hub, group, note) == []


def test_erased_bytes_are_in_no_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("erased")
    group = Group()
    note = group.write("olu", "note.add", {"id": "n", "person": person("ann"), "text": "x" * 900})
    box = close(note, KEY).encode()[40:200]
    with tried_hub(f"sqlite:///{folder / 'hub.db'}") as hub:
        olu = hub.opened(group)
        assert any(box in path.read_bytes() for path in folder.iterdir())

        olu.send(group.id, group.erase("olu", "ann", note))

        assert not any(box in path.read_bytes() for path in folder.iterdir())


# -- taken out, accepted --------------------------------------------------------------------------


def test_kept_entries_of_a_laptop_taken_out_still_count(any_hub: TriedHub) -> None:
    """Whoever joined by an invitation that a revocation keeps stays in: its chain is found."""
    group = Group()
    group.add("olu", "sam", role="coordinator")
    group.mark("sam", "m1.seminar", "ann", "present")
    group.add("sam", "ben")
    last = group.mark("sam", "m1.seminar", "bea", "present")
    olu = any_hub.opened(group)

    olu.send(group.id, group.revoke("olu", "sam", keep=[last]))

    assert any_hub.laptop("ben").summary(group.id)[0] == 200
    assert error(any_hub.laptop("sam").summary(group.id)) == (403, "revoked")


def test_who_may_send_is_judged_again_inside_the_transaction(
    any_hub: TriedHub, group: Group
) -> None:
    """Somebody may have been taken out since the request began."""
    olu, mark = any_hub.opened(group), group.mark("sam", "m1.seminar", "bea", "present")
    olu.send(group.id, group.revoke("olu", "sam"))

    for who, code in (("sam", "revoked"), ("eve", "no_such_group")):
        with pytest.raises(RefusalError) as caught:
            any_hub.backing.push(group.id, author(who).key, [item_of(mark, close(mark, KEY))])
        assert caught.value.code == code
    headers = [parts[0] for parts in olu.page(group.id)[1]["items"]]
    assert mark.header not in headers


# -- room and time --------------------------------------------------------------------------------


def test_a_hub_that_is_full_says_so_and_goes_on(any_url: str, group: Group) -> None:
    limits = replace(LIMITS, max_groups=1, max_entries=len(group.events) + 1)
    with tried_hub(any_url, limits) as hub:
        olu = hub.opened(group)
        first, second = (group.mark("olu", "m1.seminar", who, "present") for who in ("p", "q"))

        assert error(olu.open(Group("b").events[0], hub.code())) == (507, "full")
        olu.send(group.id, first)
        assert error(olu.push(group.id, lines([second]))) == (507, "full")
        assert olu.summary(group.id)[0] == 200


def test_bytes_are_counted_too(any_url: str, group: Group) -> None:
    with tried_hub(any_url, replace(LIMITS, max_group_bytes=20_000)) as hub:
        olu = hub.opened(group)
        note = group.write("olu", "note.add", {"id": "n", "text": "x" * 30_000})

        assert error(olu.push(group.id, lines([note]))) == (507, "full")


def test_a_group_goes_when_its_day_is_over(any_hub: TriedHub, group: Group) -> None:
    olu = any_hub.opened(group)
    assert any_hub.backing.end_of_life() == []

    any_hub.clock.now = 1_858_000_000.0  # November 2028
    assert any_hub.backing.end_of_life() == []
    any_hub.clock.now += 40 * 86_400
    assert any_hub.backing.end_of_life() == [group.id]

    assert error(olu.login().summary(group.id)) == (410, "removed")
    assert any_hub.backing.end_of_life() == []


def test_twenty_at_once_end_equal(any_hub: TriedHub) -> None:
    """Each sends the same entries in another order, and one of its own."""
    group = Group()
    for number in range(20):
        group.add("olu", f"m{number}")
    shared = [group.mark("olu", "m1.seminar", f"p{n}", "present") for n in range(10)]
    any_hub.opened(group)
    own = [group.mark(f"m{n}", "m2.seminar", "ann", "present") for n in range(20)]
    laptops = [any_hub.laptop(f"m{n}") for n in range(20)]
    answers: list[int] = []

    def send(number: int) -> None:
        events = shared[number % 10 :] + shared[: number % 10] + [own[number]]
        answers.append(laptops[number].push(group.id, lines(events))[0])

    threads = [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [200] * 20
    with any_hub.database.reading() as connection:
        counted = connection.exec_driver_sql("SELECT entries FROM grp").scalar()
    assert counted == len(group.events), "two pushes into one group are one after the other"
    expected = {
        name: StreamSummary.of(places).as_list()
        for name, places in streams_of(group.events).items()
    }
    assert any_hub.laptop("olu").summary(group.id)[1]["streams"] == expected


def test_a_name_is_in_no_file_of_the_hub(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("blind")
    group = Group()
    group.write("olu", "person.set", {"person": person("ann"), "name": "Canarina Quill"})
    group.mark("olu", "m1.seminar", "ann", "present")
    group.write("olu", "submission.add", {
        "person": person("ann"), "task": "m1.diagnostic", "content": "ab" * 32, "text": "Canarina",
    })  # fmt: skip
    with tried_hub(f"sqlite:///{folder / 'hub.db'}") as hub:
        hub.opened(group)
        data = b"".join(path.read_bytes() for path in folder.iterdir())

    assert author("olu").key.encode() in data
    for word in ("Canarina", "Quill", "present", person("ann"), "m1.diagnostic"):
        assert word.encode() not in data, word


def test_a_page_is_found_in_the_index_alone(tmp_path: Path) -> None:
    """Else each page of a large group reads and sorts all of the group's texts before it."""
    plans: list[str] = []
    with tried_hub(sqlite_at(tmp_path)) as hub, hub.database.reading() as connection:
        raw = connection.connection.driver_connection

        def explain(_connection, _cursor, statement, values, *_more) -> None:
            if "OFFSET" in statement:
                found = raw.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                plans.extend(row[3] for row in found)

        sql_event.listen(hub.database.engine, "before_cursor_execute", explain)
        for stream in (None, "a" * 32):
            item_lines(connection, "0" * 64, stream, 0)

    assert len(plans) == 2
    assert all("USING COVERING INDEX item_in_order" in plan for plan in plans)
