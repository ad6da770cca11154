"""Shows a colleague the commands of his work, in the menu of his chat, from when it becomes his until it ceases to be.

What was set is remembered in memory only. A chat that ceased to be a colleague's while nobody ran keeps its old menu;
that is harmless, because its commands are a stranger's there and answered as such.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import structlog
from telegram import BotCommand, BotCommandScopeChat

from bot.holding import Holding
from bot.telegram.client import HotlineBot
from bot.telegram.menu import LONGEST_PAUSE, Step, attempt
from bot.telegram.send import Say
from bot.telegram.translate import CHANNEL
from handlers.lawyer.register import COMMANDS
from storage import conversations, people
from storage.database import Database, Transaction
from storage.errors import Erased
from storage.people import STAFF_CHATS
from texts import Language
from texts.catalogue import known

_BACKSTOP = 60.0  # seconds between looks, when nobody woke us; so soon another language shows, too
_MENU = "a colleague's menu"

log = structlog.get_logger(__name__)


class StaffMenus:
    """Brings the menus of colleagues' chats to what they should be, in the background, as often as one changes."""

    def __init__(
        self,
        bot: HotlineBot,
        database: Database,
        say: Say,
        holding: Holding | None = None,
        *,
        first_pause: float = 1.0,
        backstop: float = _BACKSTOP,
    ) -> None:
        """`say(language, key)` gives the texts of the group `lawyer`; pauses and `backstop` are seconds.

        Of several processes the one with `holding` does it, and begins anew whenever it gets it.
        """
        self._bot, self._database, self._say, self._holding = bot, database, say, holding
        self._first_pause, self._backstop = first_pause, backstop
        self._shown: dict[int, Language | None] = {}  # by chat; None: it has a menu, whose language we do not know
        self._fence: int | None = None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; needs a running event loop and an initialized bot."""
        self._task = asyncio.create_task(self.run(), name="menus of colleagues")

    async def stop(self) -> None:
        """Give up what has not been heard yet; the next start sets the menus of all linked chats again."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def run(self) -> None:
        """Go on until cancelled; a network that is down only delays it, a chat that blocked us is passed over."""
        loop, pause = asyncio.get_running_loop(), self._first_pause
        unlisten = self._database.listen(STAFF_CHATS, lambda: loop.call_soon_threadsafe(self._wake.set))
        try:
            while True:
                self._wake.clear()
                await self._wait_held()
                wait = await self._tell()
                if wait is None:
                    pause = self._first_pause
                    await self._rest()
                else:
                    await asyncio.sleep(max(pause, wait))
                    pause = min(2 * pause, LONGEST_PAUSE)
        finally:
            unlisten()

    async def _wait_held(self) -> None:
        """Return when it is ours to do; if another did it meanwhile, we no longer know what is shown."""
        if self._holding is None:
            return
        while (fence := self._holding.fence) is None:
            await self._holding.wait_held()
        if fence != self._fence:
            self._fence, self._shown = fence, dict.fromkeys(self._shown)

    async def _tell(self) -> float | None:
        """Tell Telegram what is new; None if it has heard it all, else the seconds until the next try, at least."""
        try:
            wanted = await self._database.look(_linked)
        except Exception as error:  # the edge of the process: menus can wait for the database
            log.warning("colleagues' chats could not be looked up, again later", reason=type(error).__name__)
            return 0.0
        waits = []
        for chat, language in self._news(wanted):
            if self._holding and self._holding.fence is None:
                return 0.0  # it may be ours again in a moment, and then the rest is still to tell
            wait = await attempt(_MENU, self._step(chat, language))
            if wait is None:
                self._note(chat, language)
            else:
                waits.append(wait)
            if wait:  # Telegram wants to be left alone
                break
        return max(waits, default=None)

    def _news(self, wanted: dict[int, Language]) -> Iterator[tuple[int, Language | None]]:
        """The chats whose menu is not what it should be, each with the language it should have, None for no menu."""
        yield from [(chat, None) for chat in self._shown if chat not in wanted]
        yield from [(chat, language) for chat, language in wanted.items() if self._shown.get(chat) != language]

    def _step(self, chat: int, language: Language | None) -> Step:
        scope = BotCommandScopeChat(chat)
        if language is None:
            return partial(self._bot.delete_my_commands, scope=scope)
        commands = [BotCommand(command, self._say(language, f"lawyer.menu_{command}")) for command in COMMANDS]
        return partial(self._bot.set_my_commands, commands, scope=scope)

    def _note(self, chat: int, language: Language | None) -> None:
        """Telegram has heard it, or never will."""
        if language is None:
            self._shown.pop(chat, None)
        else:
            self._shown[chat] = language

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), self._backstop)


def _linked(tx: Transaction) -> dict[int, Language]:
    """Every Telegram chat that is a colleague's, and the language he reads there."""
    mine = [people.chat_of(tx, staff_id) for staff_id in people.linked(tx)]
    found = [_whereabouts(tx, conversation) for conversation in mine if conversation]
    return {int(address): language for channel, address, language in found if channel == CHANNEL}


def _whereabouts(tx: Transaction, conversation_id: str) -> tuple[str, str, Language]:
    language = known(conversations.language_of(tx, conversation_id))
    try:
        return *conversations.whereabouts(tx, conversation_id), language
    except Erased:
        return "", "", language
