"""The view Office, the page of that name about a person, and the dialog of details."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from npq_desktop.rows.contact import ContactEntry
from npq_desktop.rows.office import FundingDecision, ImplementationChange, SupportStep
from npq_desktop.ui.frame.presenter import FramePresenter
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.office.overview.office_page import OfficePage
from npq_desktop.ui.office.overview.person_office_page import PersonOfficePage

pytestmark = pytest.mark.slow


@pytest.fixture
def busy(office):
    """Ann has a plan, support, a place to pay for, and an overdue follow-up; one post is new."""
    services, group, ann = office.group.office, office.group.group, office.group.id("Ann Ash")
    services.implementation.save(group, ann, ImplementationChange(focus="Talk in year 3"))
    services.support.record(group, ann, SupportStep("accepted", date(2027, 6, 1)))
    services.funding.decide(
        group, ann, FundingDecision("paid", by="school", pence=89_900, reason="Not on the list")
    )
    services.contacts.log(
        group, ann, ContactEntry(date(2027, 6, 1), "phone", "Rang", due=date(2027, 6, 7))
    )
    services.discussion.post(group, "Who brings the cards?")
    office.window.commands.action("view_office").trigger()
    return office


def page(office) -> OfficePage:
    return office.window.findChild(OfficePage)


def test_the_view_shows_what_is_due_and_who_pays(busy) -> None:
    row = page(busy).table.people.rows[0]

    assert (row.name, row.due) == ("Ann Ash", "Ring or write, 7 June 2027")
    assert row.is_overdue
    assert row.place == "£899.00, paid by school"
    assert row.support == "Accepted"
    assert row.plan == "1 of 5 parts"
    assert page(busy).discussion_button.text() == "1 new post…"


def test_a_chip_keeps_those_with_something_due(busy) -> None:
    page(busy).chips.chips["due"].click()

    assert [row.name for row in page(busy).table.people.rows] == ["Ann Ash"]


def test_reading_the_discussion_leaves_nothing_new(busy, qtbot) -> None:
    switcher = busy.window.header.switcher
    busy.window.findChild(FramePresenter)._count.start(0)
    qtbot.waitUntil(lambda: switcher.about.startswith("1 new post · "))
    busy.run("discussion").text_box.setPlainText("I do")
    busy.dialog().post_button.click()

    assert page(busy).discussion_button.text() == "Discussion…"
    busy.dialog().reject()
    qtbot.waitUntil(lambda: "new" not in switcher.about)


def test_the_page_of_a_person_tells_all_and_its_buttons_lead_on(busy) -> None:
    table = page(busy).table
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    shown = busy.window.findChild(PersonOfficePage)
    said = shown.words()
    assert "Talk in year 3" in said
    assert "Accepted 1 June 2027" in said
    assert "£899.00, paid by school" in said

    shown.asked.emit("plan")

    assert busy.dialog().focus_box.text() == "Talk in year 3"


def test_a_facilitator_is_told_that_money_is_private(busy, monkeypatch) -> None:
    roles = busy.group.office.roles
    monkeypatch.setattr(roles, "is_coordinator", lambda group: False)
    busy.window.commands.action("view_engagement").trigger()
    busy.window.commands.action("view_office").trigger()
    busy.run("due").done_button.click()

    assert page(busy).table.people.rows[0].place == ""
    assert "private to coordinators" in page(busy).banner.words()


def test_a_short_trn_asks_before_it_is_used(busy) -> None:
    busy.select("Ann Ash")
    dialog = busy.run("details")
    dialog.fields["trn"].setText("12345")
    assert "0012345" in dialog.notes["trn"].text()
    assert dialog.save_button.text() == "Use &these"
    dialog.save_button.click()

    details = busy.group.office.details.details(busy.group.group, busy.group.id("Ann Ash"))
    assert {each.name: each.value for each in details}["trn"] == "0012345"


def test_who_leads_is_chosen_and_who_asked_for_support_is_typed(busy) -> None:
    busy.select("Ben Bell")
    dialog = busy.run("details")
    leads = dialog.fields["leads"]
    assert [leads.itemText(at) for at in range(3)] == ["Not known", "In role", "Aspiring"]
    leads.setCurrentIndex(2)
    dialog.fields["support.asked"].setText("yes")
    dialog.save_button.click()

    services, about = busy.group.office, (busy.group.group, busy.group.id("Ben Bell"))
    details = {each.name: each.value for each in services.details.details(*about)}
    assert (details["leads"], details["support.asked"]) == ("aspiring", "yes")
    assert busy.run("support_person").purpose.text().startswith("Asked for it in the application.")


def test_a_detail_with_a_problem_is_not_saved(busy) -> None:
    busy.select("Ann Ash")
    dialog = busy.run("details")
    dialog.fields["email"].setText("nobody at all")

    assert dialog.notes["email"].isVisible()
    assert not dialog.save_button.isEnabled()


def test_commands_about_a_person_are_greyed_while_nobody_is_chosen(office) -> None:
    menus = [action.menu() for action in office.window.menuBar().actions()]
    menu = next(each for each in menus if each.title() == "&Office")
    enabled = []
    for who in ("", "Ann Ash"):
        if who:
            office.select(who)
        menu.aboutToShow.emit()
        enabled.append(office.window.commands.action("decide").isEnabled())
        menu.aboutToHide.emit()

    assert enabled == [False, True]
    assert office.window.commands.action("decide").isEnabled()


def test_follow_ups_stand_first_and_space_notes_one_as_done(busy) -> None:
    services, group, ben = busy.group.office, busy.group.group, busy.group.id("Ben Bell")
    logged = services.contacts.log(
        group, ben, ContactEntry(date(2027, 5, 1), "email", "", due=date(2027, 5, 20))
    )
    busy.window.findChild(Bus).changed.emit(logged)
    box = page(busy).due
    assert box.isVisible()
    assert [row[:2] for row in box.texts.rows] == [
        ("20 May 2027, overdue", "Ben Bell"),
        ("7 June 2027, overdue", "Ann Ash"),
    ]
    assert page(busy).tab_order().index(box) < page(busy).tab_order().index(page(busy).table)

    QTest.keyClick(box, Qt.Key.Key_Space)

    assert [row.name for row in services.contacts.due(group)] == ["Ann Ash"]
    assert [row[1] for row in box.texts.rows] == ["Ann Ash"]
    assert busy.said() == "Follow-up with Ben Bell done."
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isHidden()
    assert page(busy).table.isVisible()


def test_many_follow_ups_leave_the_people_their_place(busy) -> None:
    services, group = busy.group.office, busy.group.group
    for at in range(1, 9):
        entry = ContactEntry(date(2027, 5, 1), "email", "", due=date(2027, 5, at))
        logged = services.contacts.log(group, busy.group.id("Ben Bell"), entry)
        busy.window.findChild(Bus).changed.emit(logged)

    box = page(busy).due

    assert box.texts.rowCount() == 9
    assert box.height() < 5 * max(box.rowHeight(row) for row in range(9))


def test_shift_and_down_choose_several_and_a_message_is_for_them(busy) -> None:
    table = page(busy).table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = (busy.group.id("Ann Ash"), busy.group.id("Ben Bell"))
    assert table.chosen_people() == chosen

    dialog = busy.run("messages")

    assert dialog.to_box.currentText() == "Those chosen · 2"
    assert dialog.people() == chosen
    dialog.reject()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen_people() == (busy.group.id("Cara Cole"),)
    assert busy.run("messages").to_box.currentText() == "Cara Cole"


def test_in_another_view_a_message_is_for_the_one_in_front(busy) -> None:
    page(busy).table.selectAll()
    busy.run("view_engagement")
    busy.tab.choose_person(busy.group.id("Ben Bell"))

    assert busy.run("messages").to_box.currentText() == "Ben Bell"
