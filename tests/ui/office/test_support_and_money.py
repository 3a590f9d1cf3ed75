"""Plans, one-to-one support, lists, money, contacts, messages, discussion, declarations."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from npq_desktop.rows.contact import ContactEntry
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.pieces.banner import BannerKind
from npq_desktop.ui.kit.pieces.buttons import Button

pytestmark = pytest.mark.slow


def choose(box, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def about(office, who: str = "Ann Ash") -> tuple[str, str]:
    return office.group.group, office.group.id(who)


def test_commands_about_a_person_ask_for_one_first(office) -> None:
    for command in ("plan", "support_person", "funding", "contact"):
        assert office.run(command) is None
        assert office.said() == "Choose a person first."


def test_a_plan_is_typed_and_a_day_that_is_none_is_named(office) -> None:
    office.select("Ann Ash")
    dialog = office.run("plan")
    dialog.focus_box.setText("Talk in year 3")
    choose(dialog.level_box, "aspiring")
    dialog.minutes_box.setValue(270)
    dialog.steps[0][0].setText("Meet the team")
    dialog.steps[0][1].setText("soon")
    dialog.save_button.click()
    assert "“soon” is not a date" in dialog.trouble.words()

    dialog.steps[0][1].setText("3 September 2027")
    dialog.steps[0][2].setChecked(True)
    dialog.save_button.click()

    plan = office.group.office.implementation.plan(*about(office)).recorded
    assert (plan.focus, plan.level, plan.minutes) == ("Talk in year 3", "aspiring", 270)
    assert (plan.milestones[0].by, plan.milestones[0].done) == (
        date(2027, 9, 3),
        date(2027, 6, 21),
    )


def test_steps_of_support_are_recorded_one_after_the_other(office) -> None:
    office.select("Ann Ash")
    dialog = office.run("support_person")
    assert not dialog.record_button.isEnabled()
    choose(dialog.step_box, "asked")
    dialog.record_button.click()
    dialog = office.run("support_person")
    choose(dialog.step_box, "assigned")
    assert dialog.footer.words() == "Name the coach"
    dialog.coach_box.setText("Cass Coach")
    dialog.record_button.click()
    dialog = office.run("support_person")
    choose(dialog.step_box, "session")
    dialog.minutes_box.setValue(45)
    dialog.record_button.click()

    row = office.group.office.support.row(*about(office))
    assert (row.asked, row.coach, row.minutes) == (date(2027, 6, 21), "Cass Coach", 45)


def test_a_declined_offer_keeps_its_private_words(office) -> None:
    office.select("Ann Ash")
    dialog = office.run("support_person")
    assert not dialog.text_box.isVisible()
    choose(dialog.step_box, "declined")
    QTest.keyClicks(dialog.text_box, "Has a mentor already")
    dialog.reject()
    assert "not recorded yet" in dialog.trouble.words()
    dialog.record_button.click()

    said = office.run("support_person")
    assert "Has a mentor already" in said.known.text()
    assert "Declined" in said.purpose.text()


def test_a_funded_place_asks_for_a_reason_and_for_no_invoice(office) -> None:
    office.select("Ann Ash")
    dialog = office.run("funding")
    assert dialog.footer.words() == "Choose who pays"
    choose(dialog.place_box, "paid")
    assert dialog.to_box.isVisible()
    assert dialog.footer.words() == "Choose who pays"
    choose(dialog.place_box, "funded")
    assert not dialog.to_box.isVisible()
    assert dialog.footer.words() == "Type the reason"
    dialog.reason_box.setText("On the list")
    dialog.record_button.click()

    [row, *_] = office.group.office.funding.rows(office.group.group)
    assert (row.decision.place, row.decision.pence, row.decision.by) == ("funded", 0, "")
    assert office.said() == "Recorded who pays for Ann Ash."


def test_a_list_is_kept_under_a_name(office, tmp_path: Path) -> None:
    path = tmp_path / "pp50.csv"
    path.write_text("URN,Name\n112543,Alder Brook\n100001,Beech\n", encoding="utf-8")
    office.chosen = path
    dialog = office.run("lists")
    assert dialog.keep_button.isHidden()
    dialog.add_file_button.click()
    dialog.name_box.setText("PP50")
    dialog.keep_button.click()

    assert dialog.table.texts.rows[0] == ("PP50", "21 June 2027", "2")


def test_nobody_is_entitled_by_a_list_that_is_not_there(office) -> None:
    dialog = office.run("entitled")

    assert not dialog.record_button.isEnabled()


def test_who_pays_is_recorded_and_the_invoice_saved_and_noted(office, tmp_path: Path) -> None:
    office.select("Ann Ash")
    dialog = office.run("funding")
    choose(dialog.place_box, "paid")
    choose(dialog.by_box, "school")
    assert dialog.pounds_box.value() == 899
    dialog.reason_box.setText("Not on the list")
    dialog.record_button.click()

    office.chosen = tmp_path / "invoices.csv"
    dialog = office.run("invoices")
    assert dialog.table.texts.rows[0][2] == "£899.00"
    dialog.raised_box.setChecked(True)
    dialog.save_button.click()

    assert "899.00" in office.chosen.read_text(encoding="utf-8-sig")
    assert office.run("invoices").none.isVisible()


def test_a_contact_is_private_unless_that_is_unticked_and_its_follow_up_is_done(
    office, qtbot
) -> None:
    office.select("Ann Ash")
    dialog = office.run("contact")
    assert dialog.private_box.isChecked()
    choose(dialog.how_box, "phone")
    dialog.text_box.setPlainText("Will ring again")
    dialog.follow_box.setChecked(True)
    dialog.log_button.click()
    [row] = office.group.office.contacts.of(*about(office))
    assert (row.is_private, row.due) == (True, date(2027, 6, 21))

    navigation = office.window.header.navigation
    qtbot.waitUntil(lambda: navigation.badge(Tab.COHORT) == "1")
    dialog = office.run("due")
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)

    assert dialog.none.isVisible()
    assert office.group.office.contacts.due(office.group.group) == ()
    qtbot.waitUntil(lambda: navigation.badge(Tab.COHORT) == "")


def test_a_message_can_be_for_everyone_of_one_standing(office, tmp_path: Path) -> None:
    dialog = office.run("messages")
    offered = [dialog.to_box.itemText(at) for at in range(dialog.to_box.count())]
    assert offered[-2:] == ["Behind · 1", "Reached 90% · 3"]
    choose(dialog.to_box, "behind")

    assert dialog.shown.text().startswith("Dev Dale")
    office.chosen = tmp_path / "merge.csv"
    dialog.table_button.click()
    assert "Dev Dale" in office.chosen.read_text("utf-8-sig")


def test_a_message_with_an_unknown_blank_is_not_made(office) -> None:
    office.group.office.contacts.log(
        *about(office), ContactEntry(date(2027, 6, 21), "email", "Said hello")
    )
    office.select("Ann Ash")
    dialog = office.run("messages")
    dialog.body_box.setPlainText("Dear {nickname}")
    assert "nickname" in dialog.trouble.words()
    assert not dialog.save_button.isEnabled()

    dialog.body_box.setPlainText("Dear {known_as}")
    dialog.copy_button.click()
    assert "Dear Ann" in QGuiApplication.clipboard().text()
    dialog.log_button.click()

    assert len(office.group.office.contacts.of(*about(office))) == 2


def test_drafts_go_to_those_with_an_address_and_a_text_is_kept(office, tmp_path: Path) -> None:
    office.group.scene.write("person.set", who="Ann Ash", email="ann@ash.example.org")
    office.chosen = tmp_path
    dialog = office.run("messages")
    assert dialog.left_out.text().startswith("Without an email address: Ben Bell")
    dialog.subject_box.setText("Bring your cards")
    dialog.body_box.setPlainText("Dear {known_as}")
    dialog.keep_button.click()
    assert "is kept on this laptop" in dialog.trouble.words()
    dialog.save_button.click()

    [draft] = tmp_path.glob("*.eml")
    assert b"X-Unsent: 1" in draft.read_bytes()
    assert "drafts are saved" in dialog.trouble.words()
    dialog.reject()
    dialog = office.run("messages")
    choose_text = dialog.text_box.findText("Own: Bring your cards")
    dialog.text_box.setCurrentIndex(choose_text)
    assert dialog.body_box.toPlainText() == "Dear {known_as}"


def test_what_was_being_typed_outlives_a_change_of_another_post(office) -> None:
    dialog = office.run("discussion")
    dialog.text_box.setPlainText("Who brings the cards?")
    dialog.post_button.click()
    dialog.text_box.setPlainText("Half a thought")
    dialog.change_button.click()
    assert dialog.text_box.toPlainText() == "Who brings the cards?"
    dialog.text_box.setPlainText("Who brings cards?")
    dialog.reject()
    assert "not recorded yet" in dialog.trouble.words()
    dialog.post_button.click()

    assert dialog.text_box.toPlainText() == "Half a thought"
    dialog.reject()
    assert office.run("discussion").text_box.toPlainText() == "Half a thought"


def test_posts_are_written_answered_pinned_changed_and_withdrawn(office) -> None:
    dialog = office.run("discussion")
    dialog.text_box.setPlainText("Who brings the cards?")
    dialog.post_button.click()
    dialog.reply_button.click()
    dialog.text_box.setPlainText("I do")
    dialog.post_button.click()
    dialog.table.selectRow(0)
    dialog.pin_button.click()
    dialog.table.selectRow(1)
    dialog.change_button.click()
    dialog.text_box.setPlainText("We do")
    dialog.post_button.click()
    dialog.table.selectRow(1)
    dialog.withdraw_button.click()

    [post] = office.group.office.discussion.view(office.group.group).posts
    assert (post.text, post.pinned) == ("Who brings the cards?", True)
    assert post.replies[0].words.startswith("Withdrawn by Alex Morgan")


def test_the_forum_has_an_address_that_is_safe(office) -> None:
    dialog = office.run("discussion")
    dialog.link_box.setText("http://forum.example.org")
    dialog.link_button.click()
    assert "https" in dialog.trouble.words()

    dialog.link_box.setText("https://forum.example.org")
    dialog.link_button.click()

    view = office.group.office.discussion.view(office.group.group)
    assert view.link == "https://forum.example.org"


def test_a_line_that_breaks_a_rule_cannot_be_declared(office) -> None:
    dialog = office.run("declare")
    assert "✕ " in dialog.rules.text()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)

    assert "Ann Ash cannot be declared" in dialog.trouble.words()
    assert not dialog.save_button.isEnabled()


def test_the_dates_are_saved_as_a_calendar(office, tmp_path: Path) -> None:
    office.chosen = tmp_path / "dates.ics"
    office.run("save_dates")

    assert b"METHOD:PUBLISH" in office.chosen.read_bytes()


def test_a_facilitator_is_told_whom_to_ask(office, monkeypatch) -> None:
    roles = office.group.office.roles
    said = "Only a coordinator can decide on money. Ask Dana."
    monkeypatch.setattr(roles, "refusal", lambda group, verb: said)
    office.select("Ann Ash")

    assert office.run("funding") is None
    assert office.said() == said


def test_evidence_packs_of_those_who_are_ticked_are_saved(office, tmp_path: Path, qtbot) -> None:
    office.chosen = tmp_path
    (tmp_path / "Evidence Ann Ash.pdf").write_bytes(b"an earlier pack")
    dialog = office.run("evidence")
    assert dialog.save_button.text() == "&Save 4 packs…"
    dialog.table.selectRow(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)

    dialog.save_button.click()

    qtbot.waitUntil(lambda: "3 packs saved" in dialog.outcome.words())
    found = {path.name: path.read_bytes()[:5] for path in tmp_path.glob("*.pdf")}
    assert set(found) == {
        "Evidence Ann Ash.pdf",
        "Evidence Ann Ash 2.pdf",
        "Evidence Cara Cole.pdf",
        "Evidence Dev Dale.pdf",
    }
    assert found["Evidence Ann Ash 2.pdf"] == b"%PDF-"


def test_writing_packs_answers_in_between_and_stops_when_asked(
    office, tmp_path: Path, qtbot
) -> None:
    office.chosen = tmp_path
    dialog = office.run("evidence")
    dialog.save_button.click()
    assert dialog.cancel_button.text() == "Stop"
    while "1 of 4 saved" not in dialog.outcome.words():
        QGuiApplication.processEvents()

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert dialog.outcome.words().endswith(f"Stopped. 1 pack saved in “{tmp_path.name}”.")
    qtbot.wait(100)
    assert [each.name for each in tmp_path.glob("*.pdf")] == ["Evidence Ann Ash.pdf"]
    assert dialog.outcome.kind is BannerKind.INFO
    assert dialog.save_button.text() == "&Save 3 packs…"
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "3 packs saved" in dialog.outcome.words())
    assert dialog.outcome.kind is BannerKind.OK
    names = ("Ann Ash", "Ben Bell", "Cara Cole", "Dev Dale")
    saved = {each.name for each in tmp_path.glob("*.pdf")}
    assert saved == {f"Evidence {each}.pdf" for each in names}


def test_who_pays_is_settled_where_two_laptops_differ(office) -> None:
    ann = office.group.id("Ann Ash")
    sam = office.group.scene.colleague(role="coordinator")
    sealed = office.group.office.roles.sealed
    said = sealed.seal(office.group.scene.facts, {"place": "funded", "reason": "On the list"})
    about_money = {"id": f"funding.{ann}", "person": ann, "about": "funding"}
    sam.say("evidence.add", **about_money, sealed=dict(said))
    office.select("Ann Ash")
    dialog = office.run("funding")
    choose(dialog.place_box, "paid")
    choose(dialog.by_box, "school")
    dialog.reason_box.setText("Not on the list")
    dialog.record_button.click()
    sam.send()

    dialog = office.run("funding")
    ways = {each.text(): each for each in dialog.findChildren(Button) if "Choose" in each.text()}
    assert set(ways) == {"Choose &1", "Choose &2"}
    sides = office.group.office.funding.rows(office.group.group)[0].sides
    at = [each.words for each in sides].index("Funded")
    ways[f"Choose &{at + 1}"].click()

    row = office.group.office.funding.rows(office.group.group)[0]
    assert (row.words, row.sides) == ("Funded", ())
    assert office.said() == "The money is settled."


def test_two_records_of_support_are_settled_by_choosing_one(office) -> None:
    ann, facts = office.group.id("Ann Ash"), office.group.scene.facts
    sam = office.group.scene.colleague(role="coordinator")
    said = office.group.office.roles.sealed.seal(facts, {"what": "declined", "on": "2026-10-02"})
    sam.say("coaching.add", id=f"support.{ann}", person=ann, sealed=dict(said))
    office.select("Ann Ash")
    dialog = office.run("support_person")
    choose(dialog.step_box, "offered")
    dialog.record_button.click()
    sam.send()

    support = office.group.office.support
    dialog = office.run("support_person")
    ways = {each.text(): each for each in dialog.findChildren(Button) if "Choose" in each.text()}
    assert set(ways) == {"Choose &1", "Choose &2"}
    sides = support.row(office.group.group, ann).sides
    at = next(n for n, each in enumerate(sides, 1) if "declined" in each.words.casefold())
    ways[f"Choose &{at}"].click()

    row = support.row(office.group.group, ann)
    assert row.sides == ()
    assert "declined" in row.step.casefold()
    assert office.said() == "The support is settled."
