"""What Telegram would bring, over several connections: as fast as it is taken, or at a given rate."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

from bot.telegram.webhook import PATH
from tests.bot.telegram import updates

CONNECTIONS = 32  # Telegram opens up to forty
CHATS = 4  # on each connection; a chat's next message is brought when its last one is taken

QUESTIONS = (
    "老板拖欠我三个月工资怎么办",
    "工地干完活老板跑了，工资找谁要？",
    "没签劳动合同能要双倍工资吗",
    "公司不给我交社保怎么办",
    "加班费怎么算，周末加班算几倍",
    "试用期被辞退有赔偿吗？",
    "在工地受伤了老板不管，能申请工伤吗",
    "法律援助怎么申请，要花钱吗",
    "劳动仲裁的时效是多久",
    "我们十几个人的工钱都没结，能一起告吗",
    "How do I get my unpaid wages?",
    "今天天气怎么样",
)
STORY = "我在秦州区一个工地干了三个月，老板姓王，欠我三万二千元，一直不给"
FORM = ("同意", STORY, "麦积区", "某某建筑公司", "32000", "取消")
TAPS = ("complaint", "skip")

Said = Callable[[int], dict[str, Any]]


def says(text: str) -> Said:
    """Something typed."""
    return lambda chat: {"message": updates.message(chat, text=text)}


def taps(button: str) -> Said:
    """A button tapped."""
    return lambda chat: {"callback_query": updates.press(chat, button)}


# Sixty in a hundred ask, thirty fill in a form, ten tap: twelve, six and two of twenty.
SCRIPT: tuple[Said, ...] = (
    *map(says, QUESTIONS),
    taps(TAPS[0]),
    *map(says, FORM[:4]),
    taps(TAPS[1]),
    *map(says, FORM[4:]),
)


@dataclass
class Load:
    """What was measured: seconds each message took until it was answered, and what was not answered 200."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Messages taken a second."""
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of them was taken."""
        times = sorted(self.times)
        return times[min(int(share * len(times)), len(times) - 1)] * 1000


class Line:
    """One connection and the chats whose messages go over it."""

    def __init__(self, port: int, secret: str, chats: Sequence[int], ids: "count[int]") -> None:
        self._port, self._secret, self._ids = port, secret, ids
        self._said = self._talk(chats)

    async def open(self) -> None:
        """Connect; raises OSError."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def bring(self) -> int:
        """Bring the next message; returns the status of the answer."""
        body = json.dumps({"update_id": next(self._ids), **next(self._said)}).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: hotline\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {self._secret}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        await self._reader.readexactly(int(answer.partition(b"content-length:")[2].split(b"\r\n")[0]))
        return int(answer.split()[1])

    def _talk(self, chats: Sequence[int]) -> Iterator[dict[str, Any]]:
        for turn in cycle(SCRIPT):
            for chat in chats:
                yield turn(chat)


async def opened(port: int, secret: str, first_chat: int) -> list[Line]:
    """All connections, with chats of their own from `first_chat` on."""
    ids = count(first_chat * 1000)
    starts = range(first_chat, first_chat + CONNECTIONS * CHATS, CHATS)
    lines = [Line(port, secret, range(start, start + CHATS), ids) for start in starts]
    for line in lines:
        await line.open()
    return lines


async def at_full(lines: Sequence[Line], seconds: float) -> Load:
    """Every connection brings its next message as soon as the last one is taken."""
    load, begun = Load(), time.perf_counter()

    async def one(line: Line) -> None:
        while (start := time.perf_counter()) - begun < seconds:
            await _measured(line, load, start)

    await asyncio.gather(*map(one, lines))
    load.seconds = time.perf_counter() - begun
    return load


async def at_rate(lines: Sequence[Line], rate: float, seconds: float) -> Load:
    """So many messages a second whether or not the last are taken yet; each waits from the moment it was due."""
    load, begun = Load(), time.perf_counter()

    async def one(n: int, line: Line) -> None:
        for turn in count():
            due = begun + (turn * len(lines) + n) / rate
            if due - begun >= seconds:
                return
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await _measured(line, load, due)

    await asyncio.gather(*(one(n, line) for n, line in enumerate(lines)))
    load.seconds = time.perf_counter() - begun
    return load


async def _measured(line: Line, load: Load, since: float) -> None:
    status = await line.bring()
    if status == 200:
        load.times.append(time.perf_counter() - since)
    else:
        load.refused.append(status)
