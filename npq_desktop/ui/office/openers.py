"""How the dialogs about support, money, contacts and declarations are made, by command."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from npq_desktop.ui.kit.dialogs.dialog import Dialog
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk


def _plan(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.plan_dialog import PlanDialog

    return PlanDialog(parent=parent, desk=desk)


def _support(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.support_dialog import SupportDialog

    return SupportDialog(parent=parent, desk=desk)


def _lists(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.lists_dialog import ListsDialog

    return ListsDialog(parent=parent, desk=desk)


def _entitled(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.lists_dialog import EntitledDialog

    return EntitledDialog(parent=parent, desk=desk)


def _funding(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.money_dialogs import FundingDialog

    return FundingDialog(parent=parent, desk=desk)


def _invoices(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.money_dialogs import InvoicesDialog

    return InvoicesDialog(parent=parent, desk=desk)


def _declare(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.declare_dialog import DeclareDialog

    return DeclareDialog(parent=parent, desk=desk)


def _evidence(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.packs_dialog import EvidencePacksDialog

    packs, choose_file = desk.office.evidence_packs, desk.choose_file
    return EvidencePacksDialog(
        parent=parent, packs=packs, group=desk.group, choose_file=choose_file
    )


def _certificates(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.assessment.certificates_dialog import CertificatesDialog

    return CertificatesDialog(parent=parent, desk=desk)


def _contact(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.contact_dialogs import ContactDialog

    return ContactDialog(parent=parent, desk=desk)


def _due(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.contact_dialogs import DueDialog

    return DueDialog(parent=parent, desk=desk)


def _discussion(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.discussion_dialog import DiscussionDialog

    return DiscussionDialog(parent=parent, desk=desk)


def _messages(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.messages_dialog import MessagesDialog

    return MessagesDialog(parent=parent, desk=desk)


def _details(parent: QWidget, desk: OfficeDesk) -> Dialog:
    from npq_desktop.ui.office.dialogs.details_dialog import DetailsDialog

    return DetailsDialog(parent=parent, desk=desk)


OPENERS: Mapping[str, Callable[[QWidget, OfficeDesk], Dialog]] = {
    "details": _details,
    "plan": _plan,
    "support_person": _support,
    "lists": _lists,
    "entitled": _entitled,
    "funding": _funding,
    "invoices": _invoices,
    "declare": _declare,
    "evidence": _evidence,
    "certificates": _certificates,
    "contact": _contact,
    "due": _due,
    "discussion": _discussion,
    "messages": _messages,
}
ABOUT_A_PERSON = frozenset({"details", "plan", "support_person", "funding", "contact"})
