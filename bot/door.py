"""The door as it is set up here: for whoever serves, and for commands that do the same without serving."""

from bot.settings import Settings
from cases.policy import Policy
from handlers.receive import Door
from knowledge.library import Library
from texts import Texts


def open_door(settings: Settings) -> Door:
    """The door with the articles, texts and rules that ship with the hotline; it holds nothing of one process."""
    policy = Policy(public_url=settings.public_url or "", notices=settings.notice_url is not None)
    return Door(Library.load(), Texts.load(), policy)
