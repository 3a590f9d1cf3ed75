"""What may stand between this laptop and a hub. Loads nothing: the chip of every start names it."""

from enum import Enum

from npq_desktop.errors import SyncError


class HubTrouble(Enum):
    """What stands between this laptop and a hub; what is said of it is a matter of words."""

    AWAY = "no connection"
    FOREIGN = "another computer answered"
    CERTIFICATE = "its certificate is not trusted"
    NAME = "its certificate is for another name"
    TIME = "its certificate is not valid now"
    PROXY = "a proxy asks for a name"
    REVOKED = "this laptop was removed from the group"
    CONTESTED = "two laptops used one invitation"
    NO_GROUP = "the hub does not have the group"
    REMOVED = "the group was removed there"
    CODE = "the code is wrong, used up or too old"
    NEWER = "the hub speaks a newer language"
    SLOW = "the hub asks to wait"
    FULL = "the hub is full"
    TOO_LARGE = "too much at once"
    UNSOUND = "a change is not taken"
    REFUSED = "the hub refuses"


class HubTroubleError(SyncError):
    """A request came to nothing; ``seconds`` to wait and ``item``, where the hub names them."""

    def __init__(
        self, trouble: HubTrouble, *, text: str = "", seconds: int = 0, item: int | None = None
    ) -> None:
        super().__init__(text or trouble.value)
        self.trouble = trouble
        self.seconds = seconds
        self.item = item
