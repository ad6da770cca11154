"""Python-telegram-bot's Application as the hotline needs it: awaited to the commit, and raising what went wrong."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, cast

import structlog
from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.telegram import translate
from bot.telegram.client import HotlineBot
from handlers.incoming import Incoming
from storage.inbox import Source

log = structlog.get_logger(__name__)

# What python-telegram-bot raises when a part is missing, of another type, out of range, or nested without end.
_UNREADABLE = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, OSError, RecursionError)
_AFTERWARDS_SECONDS = 2.0

Translator = Callable[[Update], Incoming | None]
Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


class Intake(Protocol):
    """What the edge asks of the hotline's intake."""

    async def take(self, incoming: Incoming) -> object:
        """Return only when the message is committed or parked; raise whatever prevented it."""

    async def park(self, source: Source, body: str, reason: str) -> None:
        """Set aside, sealed, what can never be read."""


class Malformed(Exception):
    """An authentic update that is not what the Bot API promises."""


class HotlineApplication(
    Application[HotlineBot, ContextTypes.DEFAULT_TYPE, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]
):
    """Dispatches updates to few handlers, which give them to the intake.

    It is initialized and shut down, never started: nothing is queued, every update is awaited by whoever brought it.
    """

    def __init__(self, intake: Intake, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._intake = intake
        self._afterwards: set[asyncio.Task[None]] = set()
        # One group: the first handler that fits is the only one, and the last one fits everything.
        self.add_handlers(
            [
                MessageHandler(filters.UpdateType.MESSAGE, self._taking(translate.message)),
                MessageHandler(filters.UpdateType.EDITED_MESSAGE, self._taking(translate.edited)),
                CallbackQueryHandler(self._pressed),
                ChatMemberHandler(self._taking(translate.membership), ChatMemberHandler.MY_CHAT_MEMBER),
                TypeHandler(Update, self._taking(translate.other)),
            ]
        )

    async def receive(self, raw: object) -> None:
        """Take one decoded JSON update in; returns when it is committed or parked, raises what prevented that."""
        try:
            await self.process_update(self._read(raw))
        except Malformed as error:
            source = _source(raw)
            await self._intake.park(source, json.dumps(raw), str(error))
            log.warning("telegram update parked", update=source.id, reason=str(error))

    async def process_error(self, update: object, error: Exception, *_: object, **__: object) -> bool:
        """Raise again what a handler raised: PTB would log it and go on, and Telegram would be told 200."""
        raise error

    async def shutdown(self) -> None:
        """Give acknowledgements that are under way a moment, then let go of the connections."""
        if self._afterwards:
            _, late = await asyncio.wait(self._afterwards, timeout=_AFTERWARDS_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await super().shutdown()

    def _read(self, raw: object) -> Update:
        """The update, with chat and user touched: PTB asks for both before any handler and drops it if that fails."""
        if not isinstance(raw, dict) or id_of(raw) is None:
            raise Malformed("not an update")
        try:
            update = Update.de_json(raw, self.bot)
            _ = update.effective_chat, update.effective_user
        except _UNREADABLE as error:
            raise Malformed(f"{type(error).__name__} while reading it") from None
        return update

    def _taking(self, translator: Translator) -> Callback:
        async def take(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            await self._take(update, translator)

        return take

    async def _pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self._take(update, translate.press)
        if update.callback_query:
            self._after(acknowledge(update.callback_query))

    async def _take(self, update: Update, translator: Translator) -> None:
        try:
            incoming = translator(update)
        except _UNREADABLE as error:
            raise Malformed(f"{type(error).__name__} while translating it") from None
        if incoming is None:
            log.info("telegram update has nobody to answer", update=update.update_id, kind=translate.kind_of(update))
            return
        await self._intake.take(incoming)
        log.info("telegram update taken", update=update.update_id, kind=incoming.kind)

    def _after(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._afterwards.add(task)
        task.add_done_callback(self._afterwards.discard)


def build(bot: HotlineBot, intake: Intake) -> HotlineApplication:
    """The application for this bot, without persistence, job queue, updater or rate limiter."""
    builder = ApplicationBuilder().application_class(HotlineApplication, {"intake": intake})
    return cast(HotlineApplication, builder.bot(bot).updater(None).job_queue(None).build())


async def acknowledge(query: CallbackQuery) -> None:
    """Stop the button's spinner, if Telegram still lets us; nothing depends on it."""
    try:
        await query.answer()
    except TelegramError as error:
        log.debug("a press could not be acknowledged", reason=type(error).__name__)


def id_of(raw: object) -> int | None:
    """The number of an update that is not decoded yet; None if it has none that could be one."""
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(update_id, int) or isinstance(update_id, bool):
        return None
    return update_id if 0 <= update_id < 2**63 else None


def _source(raw: object) -> Source:
    """An unreadable update's own id, or else the digest of its body, so that a copy of it is the same message."""
    update_id = id_of(raw)
    name = hashlib.sha256(json.dumps(raw).encode()).hexdigest()[:32] if update_id is None else str(update_id)
    return Source(translate.CHANNEL, "", name)
