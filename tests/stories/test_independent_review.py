"""What Task review writes beside the members of the first version, read by another program."""

import hashlib

import pytest
from stories.independent.comparing import program_says, reader_says
from stories.independent.reader import read_bundle
from support.documents import paragraph, run, word, zipped

from npq_desktop.rows.bring_in import BringPart
from npq_desktop.rows.review import ReviewState, WorkId
from npq_desktop.services.core.recorder import NewEntry

pytestmark = pytest.mark.slow
STYLES = '<w:style w:styleId="H"><w:name w:val="heading 1"/></w:style>'
BODY = (
    paragraph("Bar models", style="H")
    + f"<w:p>{run('plain ')}{run('bold', bold=True)}<w:commentReference/></w:p>"
)


@pytest.fixture
def reviewed(world, tmp_path):
    """The group with every new member of a submission, a review, a catch-up and a post."""
    application, group = world.application, world.group
    essay = word(BODY, styles=STYLES)
    path = tmp_path / "M6 Reflective Task-4471.zip"
    path.write_bytes(zipped({"Mei Xu_7_assignsubmission_file/essay.docx": essay}))
    read = application.claims.reading(group).of(path)
    preview = application.submissions.compare(read, group, task="m6.reflective")
    (row,) = preview.of_part(BringPart.NEW)
    application.submissions.record(group, read, preview, {row.line}, keep=True)
    today, review = application.core.today(group), application.review
    review.send_back(group, WorkId(row.person, "m6.reflective"), "Say why.", today)
    missed = {"person": row.person, "event": "m1.seminar", "what": "Watch the recording"}
    handed_in = {**missed, "state": "handed_in", "text": "I watched it.", "by": today.isoformat()}
    application.core.recorder.write(group, [NewEntry("catchup.set", handed_in)])
    caught_up = next(r for r in review.queue(group) if r.work.catch_up and r.is_open)
    review.send_back(group, caught_up.work, "More of it.", today)
    late = {"person": row.person, "task": "m6.diagnostic", "content": "0" * 64, "late": True}
    application.core.recorder.write(group, [NewEntry("submission.add", late)])
    review.phrases.share(group, "Why", "Say why it worked.", "")
    return row.person, essay


def test_another_reader_admits_all_of_it_and_keeps_every_member(world, reviewed) -> None:
    person, essay = reviewed
    bundle = read_bundle(world.sent())

    said = [event.payload for event in bundle.events if event.kind == "submission.add"]
    mine = next(each for each in said if each["person"] == person and each.get("shape"))

    digest = hashlib.sha256(essay).hexdigest()
    assert mine["text"] == "Bar models\nplain bold"
    assert mine["shape"] == "h1 p"
    assert mine["strong"] == [[1, 6, 10]]
    assert mine["unseen"] == {"comments": 1}
    assert mine["files"] == [{"name": "essay.docx", "size": len(essay), "sha256": digest}]
    assert mine["label"] == "Mei Xu_7"
    today = world.application.core.today(world.group).isoformat()
    for kind in ("review.set", "catchup.set"):
        assert any(e.payload.get("due") == today for e in bundle.events if e.kind == kind)
    assert any(e.payload.get("about") == "phrase" for e in bundle.events if e.kind == "post.add")
    state = world.application.store.state(world.group)
    assert program_says(state) == reader_says(bundle.events)


def test_a_colleague_who_gets_the_file_reads_the_same_work(world, reviewed, laptop, tmp_path):
    person, _ = reviewed
    before = world.application.review.view(world.group, WorkId(person, "m6.reflective"))
    sam = laptop("Sam Okafor").application
    path = tmp_path / "sent.npqsync.json"
    path.write_bytes(world.sent())

    sam.exchange.merge(sam.exchange.preview(path))

    there = sam.review.view(world.group, WorkId(person, "m6.reflective"))
    assert there.row.state is ReviewState.RETURNED
    assert there.attempts[0].kinds == before.attempts[0].kinds == ("h1", "p")
    assert not there.attempts[0].files[0].is_here
    assert before.attempts[0].files[0].is_here


def test_shapes_that_a_newer_program_may_write_show_as_plain_text(world, reviewed) -> None:
    person, _ = reviewed
    odd = {"shape": "x9 p", "strong": [[0, "a"], 7], "unseen": [1], "files": "none", "label": 3}
    odd |= {"links": [[0, 1, 2], [0, 0, 1, 5], "x"]}
    entry = {"person": person, "task": "m5.reflective", "content": "1" * 64, "text": "a\nb", **odd}
    world.application.core.recorder.write(world.group, [NewEntry("submission.add", entry)])

    view = world.application.review.view(world.group, WorkId(person, "m5.reflective"))

    newest = next(each for each in view.attempts if each.content == "1" * 64)
    assert (newest.text, newest.kinds, newest.strong, newest.files) == ("a\nb", (), (), ())
    assert newest.links == ()
