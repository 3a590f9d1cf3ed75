"""Runs the story on two scratch data directories and writes what came of it.

``summary.json``: participants, marks, standings, both state digests, what the parts of the build
answered, seconds per step; ``report.txt``: the same on a page to read. Beside them lie the roster,
the sync file and a picture of each tab.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from npq_desktop.errors import NpqDesktopError
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import Places
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.selftest import story
from npq_desktop.ui.selftest.libraries import check_libraries
from npq_desktop.ui.selftest.report import report_text
from npq_desktop.ui.selftest.robot import Robot, SelfTestError
from npq_desktop.ui.starting import qt_application

Opener = Callable[[Places], Application]
Step = Callable[[str], AbstractContextManager[None]]
BUNDLE = "group.npqsync"

_ROSTER = """Name,Known as,E-mail,TRN,School
Aoife O'Donoghue,,a.odonoghue@example.org,1200345,Alder Brook Primary School
Bethan ap Rhys,,b.aprhys@example.org,1200346,Ysgol Gynradd Bryn Hafod
Éloïse Lefèvre,,e.lefevre@example.org,0200347,Harbour Lane Primary Academy
Farid Al-Masri,,,1200348,Millstone Edge Federation
Jamie Taylor,,j.taylor@example.org,1200349,Alder Brook Primary School
Jamie Taylor,,jamie.taylor@example.org,1200350,Kingsmead Primary School
Katarzyna Wiśniewska,Kasia,k.wisniewska@example.org,1200351,Alder Brook Primary School
Mei Xu,,m.xu@example.org,1200352,Millstone Edge Federation
Sunita,,sunita@example.org,1200353,Kingsmead Primary School
Victoria Smith-Jones,,v.smithjones@example.org,1200354,Ysgol Gynradd Bryn Hafod
"""


def run_self_test(open_application: Opener, out: Path) -> int:
    """Do the main job; returns 0 when every step did what it must."""
    out.mkdir(parents=True, exist_ok=True)
    qt_application()
    seconds: dict[str, float] = {}
    checks: dict[str, str] = {}
    try:
        with tempfile.TemporaryDirectory(prefix="npq-self-test-") as scratch:
            summary = _run(open_application, Path(scratch), out, seconds, checks)
    except (NpqDesktopError, SelfTestError) as error:
        summary = {"passed": False, "failure": str(error)}
    summary = {**summary, "checks": checks, "seconds": seconds}
    (out / "report.txt").write_text(report_text(summary, checks), encoding="utf-8")
    text = json.dumps(summary, ensure_ascii=False, indent=1)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")
    print(text, file=sys.stdout if summary["passed"] else sys.stderr)
    return 0 if summary["passed"] else 1


def _run(
    open_application: Opener,
    scratch: Path,
    out: Path,
    seconds: dict[str, float],
    checks: dict[str, str],
) -> Mapping[str, object]:
    def step(name: str) -> AbstractContextManager[None]:
        return _timed(seconds, name)

    roster = out / "roster.csv"
    roster.write_text(_ROSTER, encoding="utf-8")
    invitation, other = scratch / "invitation.npqsync", scratch / "other.npqsync"
    with ExitStack() as closing:
        with step("start"):
            first = _laptop(open_application, scratch / "first", closing)
        with step("try the parts of the build"):
            checks.update(check_libraries(first.application, scratch))
        with step("set up a group from a list of people"):
            story.set_up_group(first, "Alex Morgan", roster)
        with step("take a register"):
            taken = story.take_register(first)
        with step("sign off"):
            story.sign_off(first)
        with step("keep the recovery sheet"):
            story.keep_recovery_sheet(first, scratch / "sheet.pdf")
        with step("review tasks"):
            story.review_tasks(first)
        with step("invite"):
            words = story.invite(first, "Sam Okafor", invitation)
        with step("join on a second laptop"):
            second = _laptop(open_application, scratch / "second", closing)
            story.join(second, "Sam Okafor", invitation, words)
        with step("meet in one room"):
            story.meet_in_a_room(first, second)
        _exchange(first, second, step, out, other)
        return _summary(first, second, len(taken.rows))


def _exchange(first: Robot, second: Robot, step: Step, out: Path, other: Path) -> None:
    with step("mark differently on both"):
        story.mark_differently(first, "l", "9", story.ENTER)
        story.mark_differently(second, "a")
    with step("send and open"):
        _merge(second, first, other)
    _pictures(first, out)
    with step("settle a disagreement"):
        story.resolve(first)
    with step("send back and open"):
        story.send(first, out / BUNDLE)
        story.open_file(second, out / BUNDLE)


def _merge(second: Robot, first: Robot, path: Path) -> None:
    story.send(second, path)
    story.put_off_recovery_sheet(second)
    story.open_file(first, path)


def _laptop(open_application: Opener, folder: Path, closing: ExitStack) -> Robot:
    robot = Robot(open_application(Places.under(folder)))
    closing.callback(robot.leave)
    return robot


def _pictures(robot: Robot, out: Path) -> None:
    for page, name in (
        (Tab.COHORT, "cohort"),
        (Tab.REVIEW, "review"),
        (Tab.REGISTER, "register"),
    ):
        robot.page(page)
        robot.screenshot(out / f"{name}.png")


def _summary(first: Robot, second: Robot, people: int) -> Mapping[str, object]:
    group = first.group
    digests = [robot.application.exchange.digest(group) for robot in (first, second)]
    view = first.application.register.view(group, story.SEMINAR)
    reports = [robot.application.store.verify().problems for robot in (first, second)]
    problems = [problem for report in reports for problem in report]
    return {
        "passed": digests[0] == digests[1] and not problems and view.event.marked == people,
        "participants": people,
        "marks": dict(Counter(row.state.value for row in view.rows)),
        "standings": dict(first.application.cohort.view(group).summary),
        "state_digests": digests,
        "problems": problems,
    }


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - start, 3)
