"""The door: every message of every channel comes in here, once, and leaves a decision and its promised replies.

The caller runs `receive` in one transaction and tells the outside "200" only after it has committed. Two copies of a
message, from two processes at once, meet at the claim; two different messages of one person, at the lock.
"""

import json
from dataclasses import asdict, dataclass

from cases.office import Office
from cases.policy import Policy
from handlers.arriving import take_in
from handlers.articles import CRISIS
from handlers.everywhere import TYPED
from handlers.incoming import Incoming
from handlers.lawyer import register as lawyer
from handlers.register import decide
from handlers.remarks import with_remarks
from handlers.turn import Next, Turn, Understood, readable
from knowledge.answering import answer
from knowledge.choosing import Chooser
from knowledge.features import is_chinese
from knowledge.library import Library
from knowledge.reading.danger import Danger, read_danger
from knowledge.reading.questions import looks_like_question
from knowledge.reading.story import read_story
from knowledge.script import for_facts
from storage import conversations, inbox, outbox
from storage.clock import CHINA, Clock, system_clock
from storage.conversations import Standing
from storage.database import Transaction
from storage.inbox import Source
from texts import LANGUAGES, Language, Texts
from texts.catalogue import known

_WORDED = ("text", "media", "edited")
_READ_AT_MOST = 2_000  # characters that are searched; the whole message is kept
_WATCHED_AT_MOST = 5_000  # characters in which danger is looked for


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message: `fresh` is False for a copy of one that was handled before."""

    conversation_id: str | None
    fresh: bool


class Door:
    """Receives messages with a library, our texts and our rules; holds no state of its own."""

    def __init__(
        self,
        library: Library,
        texts: Texts,
        policy: Policy,
        clock: Clock = system_clock,
        chooser: Chooser | None = None,
    ) -> None:
        self.library, self.office, self._clock, self._chooser = library, Office(texts, policy), clock, chooser
        labels = (label for language in LANGUAGES for label in texts.group(language, "buttons").values())
        self._ours = frozenset((*TYPED, *(label.casefold() for label in labels)))

    def understand(self, incoming: Incoming) -> Understood:
        """What the words alone say; needs no database and may run in any thread."""
        whole = readable(incoming.text[: 2 * _WATCHED_AT_MOST])[:_WATCHED_AT_MOST]
        ours = self.library.in_our_script(whole)
        if ours.casefold().strip("。.!！ ") in self._ours:
            return Understood()  # the word of a button or a command: nobody asks or tells anything by it
        danger = read_danger(ours) or self._at_the_end(incoming.text) if incoming.kind in _WORDED else None
        words, told = ours[:_READ_AT_MOST], whole[:_READ_AT_MOST]
        if incoming.kind not in _WORDED or not words or words.startswith("/"):
            return Understood(danger=danger)
        today = self._clock().astimezone(CHINA).date()
        language = "zh-CN" if is_chinese(words) else "en"
        found = answer(self.library, words, language=language, on=today, chooser=self._chooser)
        if found.topic == CRISIS:
            danger = danger or "self_harm"  # found by its words, not by our rules: he needs a person all the same
        return Understood(found, danger or found.danger, looks_like_question(words), read_story(for_facts(told), today))

    def _at_the_end(self, text: str) -> Danger | None:
        """The danger in the last words of a letter so long that its middle is not watched: there despair is said."""
        rest = readable(text[_WATCHED_AT_MOST:][-_WATCHED_AT_MOST:])
        return read_danger(self.library.in_our_script(rest)) if rest else None

    def receive(self, tx: Transaction, incoming: Incoming, understood: Understood) -> Received:
        """Claim the message, decide in its locked conversation, save where it stands and promise the replies.

        A second copy changes nothing. Raises whatever a step raised; the caller's transaction then rolls back.
        """
        source = Source(incoming.channel, incoming.address, incoming.id)
        if not inbox.claim(tx, source):
            return Received(None, fresh=False)
        standing = conversations.lock(tx, incoming.channel, incoming.address)
        if incoming.kind != "group":  # what is said among others is nobody's complaint
            inbox.keep(tx, source, standing.id, standing.key_id, standing.last_n, _body(incoming, standing))
        language, files = _language(standing, incoming), take_in(tx, incoming, standing)
        self._decide(Turn(tx, self.office, self.library, incoming, understood, standing, language, files))
        return Received(standing.id, fresh=True)

    def _decide(self, turn: Turn) -> None:
        following = _decided(turn)
        draft = turn.draft if following.draft is None else following.draft
        language = following.language or turn.language
        conversations.save(turn.tx, turn.standing, step=following.step, draft=draft, language=language)
        for message in following.say:
            about, urgent = following.about, following.urgent
            outbox.promise(turn.tx, turn.standing.id, message, case_id=about, urgent=urgent)
        for message in following.asked:
            outbox.promise(turn.tx, turn.standing.id, message, urgent=following.urgent)


def _decided(turn: Turn) -> Next:
    """A colleague's chat is another matter than a worker's, who also hears what his files are."""
    return lawyer.decide(turn) if turn.standing.staff_id else with_remarks(turn, decide(turn))


def _body(incoming: Incoming, standing: Standing) -> str:
    said = {name: value for name, value in asdict(incoming).items() if name not in ("channel", "address")}
    return json.dumps({**said, "step": standing.step}, ensure_ascii=True)


def _language(standing: Standing, incoming: Incoming) -> Language:
    return known(standing.language or incoming.language)
