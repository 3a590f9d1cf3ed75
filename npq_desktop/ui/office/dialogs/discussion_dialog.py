"""The facilitators' discussion of a group: posts and replies, the newest below."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.contact import DiscussionView, PostRow
from npq_desktop.services.core.words import moment_words
from npq_desktop.ui.kit.dialogs.form import Form
from npq_desktop.ui.kit.lists.tables import TextTable
from npq_desktop.ui.kit.pieces.buttons import Button
from npq_desktop.ui.kit.pieces.cards import Text
from npq_desktop.ui.kit.waiting.pause import Pause
from npq_desktop.ui.office.dialogs.office_dialog import OfficeDesk, OfficeDialog, reason_box


class DiscussionDialog(OfficeDialog):
    """Acts on the post that is current; what is typed is kept on this laptop."""

    def __init__(self, *, parent: QWidget | None, desk: OfficeDesk) -> None:
        view = desk.office.discussion.view(desk.group)
        super().__init__(parent, desk, "Group discussion", view.note)
        self._view: DiscussionView = view
        self._posts: list[PostRow] = []
        self._changes = ""
        self.table = TextTable(
            parent=self, name="Posts", titles=("Who", "What"), shares=(3, 8), snug=True
        )
        self.none = Text("Nobody has posted yet.", self)
        self.reply_button = Button("&Reply", self)
        self.pin_button = Button("P&in on top", self)
        self.change_button = Button("C&hange", self)
        self.withdraw_button = Button("&Withdraw", self)
        self.text_box: QPlainTextEdit = reason_box(self, "New post")
        self.link_box = QLineEdit(view.link, self)
        self.open_button = Button("&Open the forum", self)
        self.link_button = Button("&Keep this address", self)
        self._reply_to = self._before = ""
        self._lay_out()
        self.cancel_button.setText("Close")
        self.post_button = self.add_button("&Post", self._post)
        self._connect()
        self.text_box.setPlainText(view.draft)
        self._show()
        self.desk.office.discussion.shown(desk.group)
        self.opens_on = self.text_box
        self.be_wide()

    def _lay_out(self) -> None:
        self.body.addWidget(self.table)
        self.body.addWidget(self.none)
        acts = (self.reply_button, self.pin_button, self.change_button, self.withdraw_button)
        self.put_beside(*acts)
        self.form = Form()
        self.label = self.form.add_field("&New post", self.text_box)
        self.link_box.setPlaceholderText("https://")
        self.form.add_field("Participants' &forum", self.link_box)
        self.body.addLayout(self.form)
        self.put_beside(self.open_button, self.link_button)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self._pause = Pause(self)
        self._pause.over.connect(self._keep_draft)
        self.text_box.textChanged.connect(self._typed)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        self.reply_button.clicked.connect(self._reply)
        self.pin_button.clicked.connect(self._pin)
        self.change_button.clicked.connect(self._change)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.link_button.clicked.connect(self._keep_link)
        self.open_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._view.link)))
        self.link_box.textChanged.connect(self._offer)
        self.finished.connect(self._closed)

    def _show(self) -> None:
        self._view = self.desk.office.discussion.view(self.desk.group)
        self._posts = [each for post in self._view.posts for each in (post, *post.replies)]
        self.table.show_rows([self._cells(each) for each in self._posts])
        self.table.setVisible(bool(self._posts))
        self.none.setVisible(not self._posts)
        if self._posts:
            self.table.selectRow(len(self._posts) - 1)
        self._offer()
        self._typed()

    def _cells(self, post: PostRow) -> tuple[str, ...]:
        top = any(post is each for each in self._view.posts)
        now = self.desk.now
        when = moment_words(post.at, now) if post.at else ""
        marks = ("pinned" if post.pinned else "", "new" if post.is_new else "")
        changed = "changed later" if post.changed else ""
        who = ", ".join(filter(None, (post.who, when, *marks, changed)))
        return who if top else f"↳ {who}", post.words or post.text

    def _current(self) -> PostRow | None:
        at = self.table.current()
        return self._posts[at] if 0 <= at < len(self._posts) else None

    def _offer(self) -> None:
        post = self._current()
        self.pin_button.setText("Unp&in" if post is not None and post.pinned else "P&in on top")
        is_own = post is not None and post.own and not post.words
        for button in (self.reply_button, self.pin_button):
            button.setEnabled(post is not None)
        for button in (self.change_button, self.withdraw_button):
            button.setEnabled(is_own)
        self.open_button.setVisible(bool(self._view.link))
        self.link_button.setEnabled(self.link_box.text().strip() != self._view.link)

    def _typed(self) -> None:
        text = self.text_box.toPlainText().strip()
        self.need("" if text else "Type a post")
        if text != self._view.draft and not self._changes:
            self._pause.typed()

    def _closed(self) -> None:
        self._pause.end()
        seen = Changes(self.desk.group, frozenset({"post"}), frozenset())
        self.desk.tell(seen, "")  # nothing is new any more

    def _keep_draft(self) -> None:
        keep, text = self.desk.office.discussion.keep_draft, self.text_box.toPlainText()
        self.attempt(lambda: keep(self.desk.group, text))

    def _post(self) -> None:
        discussion, text = self.desk.office.discussion, self.text_box.toPlainText()
        group, reply_to, changes = self.desk.group, self._reply_to, self._changes

        def act() -> Changes:
            if changes:
                return discussion.change(group, changes, text)
            return discussion.post(group, text, reply_to)

        if self._do(act, "Posted."):
            self._begin("", "", "&New post", self._view.draft)

    def _reply(self) -> None:
        post = self._current()
        if post is not None:
            top = next(each for each in self._view.posts if post in (each, *each.replies))
            text = self._view.draft if self._changes else self.text_box.toPlainText()
            self._begin(top.id, "", f"Reply to {post.who}", text)

    def _change(self) -> None:
        post = self._current()
        if post is not None:
            self._pause.end()  # what was being typed comes back afterwards
            self._view = self.desk.office.discussion.view(self.desk.group)
            self._begin("", post.id, "Change your post", post.text)

    def _begin(self, reply_to: str, changes: str, label: str, text: str) -> None:
        self._reply_to, self._changes, self._before = reply_to, changes, text
        self.label.setText(label)
        self.text_box.setPlainText(text)
        self.text_box.setFocus()

    def _withdraw(self) -> None:
        post, act = self._current(), self.desk.office.discussion.withdraw
        if post is not None:
            self._do(lambda: act(self.desk.group, post.id), "Withdrawn.")

    def _pin(self) -> None:
        post, act = self._current(), self.desk.office.discussion.pin
        if post is not None:
            said = "No longer pinned." if post.pinned else "Pinned."
            self._do(lambda: act(self.desk.group, post.id, pinned=not post.pinned), said)

    def _keep_link(self) -> None:
        link, act = self.link_box.text().strip(), self.desk.office.discussion.set_link
        self._do(lambda: act(self.desk.group, link), "The address is kept.")

    def _do(self, act: Callable[[], Changes], said: str) -> bool:
        def record() -> None:
            changes = act()
            self.desk.office.discussion.shown(self.desk.group)  # what one wrote is not new
            self.desk.tell(changes, said)

        done = self.attempt(record)
        if done:
            self._show()
        return done

    @override
    def unrecorded(self) -> tuple[str, ...]:
        """A new post is kept as a draft, what a post is changed to is not."""
        text = self.text_box.toPlainText()
        return (text,) if self._changes and text != self._before else ()
