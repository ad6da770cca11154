"""What must be true after the storm: everything was handled once, and every promise kept."""

from functools import partial

from storage.models import Case, Failure, Inbound
from tests.fake_telegram import TOKEN
from tests.faults import records
from tests.faults.mortal import Mortal, until
from tests.faults.records import Record
from tests.faults.storm import Storm, id_on_web
from tests.faults.telling import REPLIES, STEPS, STORY, gist, without_card, without_repeats

CALM = 9000  # the chat of a worker who told everything before anything was killed
_OF_THE_DEMONSTRATION = 4  # cases


def check(storm: Storm, url: str | None) -> None:
    """Everything was handled once and every promise kept, each worker's story like that of the calm one."""
    people = len(storm.sent) + len(storm.visitors)
    with records.looking(storm.hotline, url) as database:
        until(lambda: database.read(partial(records.count, table=Inbound)) >= people * len(STEPS))
        until(lambda: database.read(records.all_sent))
        storm.hotline.end()
        calm = database.call(partial(records.of_chat, chat=CALM))
        assert calm.cases == 1
        assert len(calm.replies) == REPLIES
        for chat, sent in storm.sent.items():
            kept = database.call(partial(records.of_chat, chat=chat))
            _same_story(kept, calm, sent)
            assert without_repeats(without_card(storm.telegram.texts(chat))) == kept.replies
        for visitor in storm.visitors:
            kept = database.call(partial(records.of_visitor, cookie=visitor.http.cookies["hotline_chat"]))
            _same_story(kept, calm, [id_on_web(n) for n in range(len(STEPS))])
        assert database.read(partial(records.count, table=Inbound)) == people * len(STEPS)
        assert database.read(partial(records.count, table=Case)) == people + _OF_THE_DEMONSTRATION
        assert database.read(partial(records.count, table=Failure)) == 0
    _kept_to_itself(storm.hotline)


def _same_story(kept: Record, calm: Record, sent: list[str]) -> None:
    assert kept.taken == sent
    assert gist(kept.replies) == gist(calm.replies)
    assert kept.cases == 1


def _kept_to_itself(hotline: Mortal) -> None:
    printed = "\n".join(hotline.printed)
    assert TOKEN not in printed
    assert STORY not in printed
