"""The door as it is set up here: for whoever serves, and for commands that do the same without serving."""

from dataclasses import replace

from bot.choosing import Endpoint
from bot.policies import policy
from bot.settings import Settings, WrongSetting
from handlers.receive import Door
from knowledge.choosing import Chooser
from knowledge.library import KnowledgeError, Library, LocalFacts
from texts import Texts


def open_door(settings: Settings) -> Door:
    """The door with the articles, texts and rules that ship with the hotline; it holds nothing of one process.

    Raises WrongSetting when the federation's own rules or local facts cannot be read.
    """
    rules = policy(settings)
    local = local_facts(settings, rules.city)
    rules = replace(rules, offices=local.offices)
    return Door(Library.load(local=local), Texts.load(), rules, chooser=_chooser(settings))


def _chooser(settings: Settings) -> Chooser | None:
    if not settings.chooser_url or not settings.chooser_model:
        return None
    key = settings.chooser_key.get_secret_value() if settings.chooser_key else ""
    return Endpoint(settings.chooser_url, settings.chooser_model, key)


def local_facts(settings: Settings, region: str) -> LocalFacts:
    """What is true in this region, the federation's own file before what ships; raises WrongSetting."""
    own = settings.local_facts
    if own and not own.is_file():
        raise WrongSetting(f"HOTLINE_LOCAL_FACTS names {own}, and there is no such file.")
    try:
        return LocalFacts.load(region, own)
    except KnowledgeError as error:
        raise WrongSetting(f"The file of HOTLINE_LOCAL_FACTS is not as it must be: {error}.") from None
