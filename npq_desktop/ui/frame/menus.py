"""The menus: every command of the program once, its words, its keys and where it can be done."""

from enum import IntEnum

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from npq_desktop.ui.kit.keys.actions import Commands, MenuEntry


class Tab(IntEnum):
    """The tabs from left to right; Ctrl+1 is the first."""

    COHORT = 0
    REGISTER = 1
    REVIEW = 2


Menu = tuple[MenuEntry | None, ...]
_ROLES = QAction.MenuRole
_ON_REGISTER = (Tab.REGISTER,)
_ON_REVIEW = (Tab.REVIEW,)
_ON_COHORT = (Tab.COHORT,)
_ON_PEOPLE = (Tab.REGISTER, Tab.COHORT)

GROUP: Menu = (
    MenuEntry("new_group", "New group from a spreadsheet…", always=True),
    MenuEntry("open", "Open a file…", "Ctrl+O", always=True),
    MenuEntry("switch_group", "Switch group", "Ctrl+G"),
    MenuEntry("all_groups", "All my groups…", "Ctrl+Shift+G"),
    None,
    MenuEntry("list_of_people", "List of people from a file…", always=True),
    MenuEntry("dates", "Dates…"),
    MenuEntry("compare", "Compare with files…"),
    MenuEntry("members", "People and laptops…"),
    None,
    MenuEntry("recovery_sheet", "Recovery sheet…", always=True),
    MenuEntry("restore", "Restore from a recovery sheet…", always=True),
    MenuEntry("erased", "Erased participants…"),
    MenuEntry("hand_over", "Hand over and remove…"),
    None,
    MenuEntry("quit", "Quit", "Ctrl+Q", always=True, role=_ROLES.QuitRole),
)

SHARE: Menu = (
    MenuEntry("send", "Send…", "Ctrl+E"),
    MenuEntry("sync", "Sync…", "Ctrl+Y"),
    MenuEntry("invite", "Invite a facilitator…"),
    MenuEntry("shared_folder", "Shared folder…"),
    MenuEntry("hub", "Connect to a hub…"),
    MenuEntry("share_room", "Share in this room…"),
    MenuEntry("join_room", "Join a room…", always=True),
    None,
    MenuEntry("settle", "Settle disagreements…"),
    MenuEntry("on_hold", "Changes on hold…"),
    None,
    MenuEntry("save_as", "Save register as…", "Ctrl+Shift+S", pages=_ON_PEOPLE),
)

EDIT: Menu = (
    MenuEntry("undo", "Undo", "Ctrl+Z"),
    MenuEntry("redo", "Redo", "Ctrl+Shift+Z"),
    None,
    MenuEntry("find", "Find", "Ctrl+F"),
    None,
    MenuEntry("settings", "Settings…", "Ctrl+,", always=True, role=_ROLES.PreferencesRole),
)

VIEW: Menu = (
    MenuEntry("cohort", "Cohort", "Ctrl+1", checkable=True),
    MenuEntry("register", "Seminar register", "Ctrl+2", checkable=True),
    MenuEntry("review", "Task review", "Ctrl+3", checkable=True),
    None,
    MenuEntry("view_engagement", "Engagement", "Alt+1", pages=_ON_COHORT),
    MenuEntry("view_assessment", "Assessment", "Alt+2", pages=_ON_COHORT),
    MenuEntry("view_office", "Office", "Alt+3", pages=_ON_COHORT),
    None,
    MenuEntry("compact_rows", "Compact rows", always=True, checkable=True),
    MenuEntry("larger_text", "Larger text", "Ctrl++", always=True),
    MenuEntry("smaller_text", "Smaller text", "Ctrl+-", always=True),
    MenuEntry("normal_text", "Normal text", "Ctrl+0", always=True),
    None,
    MenuEntry("light", "Light", always=True, checkable=True),
    MenuEntry("dark", "Dark", always=True, checkable=True),
    MenuEntry("follow_system", "Follow the system", always=True, checkable=True),
    None,
    MenuEntry("hide_names", "Hide names now", always=True),
)

EVENT: Menu = (
    MenuEntry("walk_in", "Walk-in…", "Ctrl+N", pages=_ON_REGISTER),
    MenuEntry("guest", "Guest from another group…", "Ctrl+Shift+N", pages=_ON_REGISTER),
    MenuEntry("apologies", "Apologies or visit elsewhere…", "Ctrl+Shift+A", pages=_ON_REGISTER),
    None,
    MenuEntry("mark_rest", "Mark those not marked…", letter="Alt+K", pages=_ON_REGISTER),
    MenuEntry("sign_off", "Sign off…", "F9", pages=_ON_REGISTER),
    None,
    MenuEntry("sign_in_sheet", "Sign-in sheet…", "Ctrl+P", pages=_ON_REGISTER),
    MenuEntry("print_register", "Print the register…", pages=_ON_REGISTER),
    MenuEntry("transcribe", "Transcribe from paper…", "Ctrl+T", pages=_ON_REGISTER),
    MenuEntry("paper_evidence", "Paper evidence…", "Ctrl+Shift+P", pages=_ON_REGISTER),
    None,
    MenuEntry("move_event", "Move to another date…", pages=_ON_REGISTER),
    MenuEntry("move_marks", "Move these marks to…", pages=_ON_REGISTER),
    MenuEntry("did_not_run", "Did not run…", pages=_ON_REGISTER, hides=True),
    MenuEntry("did_run", "It ran after all", pages=_ON_REGISTER, hides=True),
    None,
    MenuEntry("event_history", "History of this event…", pages=_ON_REGISTER),
)

PERSON: Menu = (
    MenuEntry("person", "Nobody chosen", pages=(), heading=True),
    None,
    MenuEntry("mark_present", "Present", letter="P", pages=_ON_REGISTER),
    MenuEntry("mark_late", "Late…", letter="L", pages=_ON_REGISTER),
    MenuEntry("mark_early", "Left early…", letter="E", pages=_ON_REGISTER),
    MenuEntry("mark_absent", "Absent", letter="A", pages=_ON_REGISTER),
    MenuEntry("choose_first", "Choose 1", letter="1", pages=_ON_REGISTER, hides=True),
    MenuEntry("choose_second", "Choose 2", letter="2", pages=_ON_REGISTER, hides=True),
    None,
    MenuEntry("note", "Note…", letter="N", pages=_ON_REGISTER),
    MenuEntry("reason", "Absent with a reason…", letter="R", pages=_ON_REGISTER),
    MenuEntry("catch_up", "Catch-up…", "Alt+C", pages=_ON_REGISTER),
    MenuEntry("link", "Link to the right participant…", "Alt+J", pages=_ON_REGISTER),
    MenuEntry("unlink", "Unlink them again", "Alt+U", pages=_ON_REGISTER, hides=True),
    MenuEntry("mark_history", "History of this mark…", letter="H", pages=_ON_REGISTER),
    None,
    MenuEntry("training_status", "Training status…", "Ctrl+Shift+T", pages=_ON_PEOPLE),
    MenuEntry("exempt", "Exempt or credit…", "Ctrl+Shift+X", pages=_ON_PEOPLE),
    MenuEntry(
        "statement",
        "Statement of engagement…",
        "Ctrl+P",
        pages=_ON_PEOPLE,
        keys_on=(Tab.COHORT,),
    ),
    MenuEntry("all_held", "Everything held about them…", "Ctrl+Shift+R", pages=_ON_PEOPLE),
    None,
    MenuEntry("erase", "Erase…", pages=_ON_PEOPLE),
)

WORK: Menu = (
    MenuEntry("digest", "Before the next event…", "Ctrl+Shift+D"),
    MenuEntry("give_back", "Give decisions back…", "Ctrl+Shift+B", pages=_ON_REVIEW),
    None,
    MenuEntry("accept_ticked", "Accept the ticked works…", pages=_ON_REVIEW),
    MenuEntry("set_aside", "Set aside or take back in", letter="S", pages=_ON_REVIEW),
    MenuEntry("keep_passage", "Keep this passage", letter="M", pages=_ON_REVIEW),
    MenuEntry("phrases", "Phrases for feedback…", letter="Ctrl+K", pages=_ON_REVIEW),
    None,
    MenuEntry("files", "Files of this work…", letter="O", pages=_ON_REVIEW),
    MenuEntry("kept_files", "Files kept here…", pages=_ON_REVIEW),
    MenuEntry("remembered", "Remembered names…", pages=_ON_REVIEW),
    None,
    MenuEntry("build_again", "Build the list again", letter="F5", pages=_ON_REVIEW),
)

OFFICE: Menu = (
    MenuEntry("windows", "Windows of the assessment…", pages=_ON_COHORT),
    MenuEntry("admit", "Admit…", pages=_ON_COHORT),
    MenuEntry("decide", "Decide…", pages=_ON_COHORT),
    MenuEntry("own_window", "Own window…", pages=_ON_COHORT),
    MenuEntry("defer", "Defer to a later round…", pages=_ON_COHORT),
    None,
    MenuEntry("release", "Release the case study…", pages=_ON_COHORT),
    MenuEntry("receive", "Receive a response…", "Ctrl+Shift+I", pages=_ON_COHORT),
    MenuEntry("outcomes", "Outcomes…", pages=_ON_COHORT),
    MenuEntry("sample", "Moderation sample…", pages=_ON_COHORT),
    MenuEntry("results", "Results are out…", pages=_ON_COHORT),
    MenuEntry("certificates", "Certificate list…", pages=_ON_COHORT),
    None,
    MenuEntry("details", "Edit details…", "Ctrl+Shift+E", pages=_ON_COHORT),
    MenuEntry("plan", "Plan of implementation…", pages=_ON_COHORT),
    MenuEntry("support_person", "One-to-one support…", pages=_ON_COHORT),
    MenuEntry("entitled", "Who is entitled to support…", pages=_ON_COHORT),
    MenuEntry("lists", "Lists of schools…", pages=_ON_COHORT),
    MenuEntry("funding", "Who pays…", pages=_ON_COHORT),
    MenuEntry("invoices", "Invoices to raise…", pages=_ON_COHORT),
    MenuEntry("declare", "Declare to the DfE…", pages=_ON_COHORT),
    MenuEntry("evidence", "Evidence packs…", pages=_ON_COHORT),
    None,
    MenuEntry("discussion", "Group discussion…", "Ctrl+D", pages=_ON_COHORT),
    MenuEntry("contact", "Log a contact…", "Ctrl+Shift+L", pages=_ON_COHORT),
    MenuEntry("due", "Follow-ups due…", pages=_ON_COHORT),
    MenuEntry("messages", "Prepared messages…", "Ctrl+Shift+M", pages=_ON_COHORT),
    MenuEntry("save_dates", "Save the dates…", pages=_ON_COHORT),
    None,
    MenuEntry("office_settings", "Office settings…", pages=_ON_COHORT),
    MenuEntry("share_private", "Share private records…", pages=_ON_COHORT),
)

HELP: Menu = (
    MenuEntry("guide", "Guide", "F1", always=True),
    MenuEntry("shortcuts", "Keyboard shortcuts", "Ctrl+/", always=True),
    MenuEntry("one_page", "Save one page to print…", always=True),
    MenuEntry("privacy", "Privacy and accessibility", always=True),
    MenuEntry("news", "What is new", always=True),
    None,
    MenuEntry("check", "Check this installation…", always=True),
    MenuEntry("support", "Save a report for support…", always=True),
    None,
    MenuEntry("about", "About NPQ Desktop", always=True, role=_ROLES.AboutRole),
)

MENUS: tuple[tuple[str, Menu], ...] = (
    ("&Group", GROUP),
    ("&Share", SHARE),
    ("&Edit", EDIT),
    ("&View", VIEW),
    ("Eve&nt", EVENT),
    ("&Work", WORK),
    ("&Person", PERSON),
    ("&Office", OFFICE),
    ("&Help", HELP),
)
"""The menu bar. Its letters are its own: no button or label of a page underlines one of them."""


def commands_of(parent: QWidget) -> Commands:
    """Every command of the menus, bound to nothing yet."""
    return Commands(parent, (entry for _, menu in MENUS for entry in menu if entry))


def fill_menu(commands: Commands, menu: QMenu, *parts: Menu) -> QMenu:
    """Put the commands of one or more menus into ``menu``, a line between them."""
    entries = [each for part in parts for each in (*part, None)][:-1]
    return commands.fill(menu, [entry.name if entry else "" for entry in entries])
