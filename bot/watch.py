"""How the hotline is: for load balancers, for Prometheus, for whoever is rung at night."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from bot.metrics import MEDIA_TYPE, Figures
from storage import sending
from storage.database import Database
from storage.errors import StorageError
from storage.migrating import ready

_STUCK_AFTER = timedelta(minutes=5)  # a reply that is overdue for longer means that delivery is stuck


class Watch:
    """Answers /healthz, /readyz and /metrics."""

    def __init__(
        self,
        database: Database,
        figures: Figures,
        channels: list[str],
        parts: Mapping[str, Callable[[], bool]],
        held: Callable[[], Mapping[str, bool]],
    ) -> None:
        """`parts`: for each sentence about trouble, whether all is well there; `held`: what this process holds."""
        self._database, self._figures, self._channels = database, figures, channels
        self._parts, self._held = parts, held

    def routes(self) -> APIRouter:
        """The three addresses."""
        routes = APIRouter(include_in_schema=False)
        seen = ["GET", "HEAD"]
        routes.add_api_route("/healthz", lambda: PlainTextResponse("alive"), methods=seen, response_model=None)
        routes.add_api_route("/readyz", self._readiness, methods=seen, response_model=None)
        routes.add_api_route("/metrics", self._page, response_model=None)
        return routes

    async def trouble(self) -> list[str]:
        """What keeps the hotline from working, in words; empty when all is well."""
        try:
            await asyncio.to_thread(ready, self._database)
            stuck = [one for one in self._channels if await self._is_stuck(one)]
        except StorageError as error:
            return [str(error)]
        except Exception as error:  # the edge of the process: whatever it is, we are not ready
            return [f"The database does not answer ({type(error).__name__})."]
        overdue = [f"Nothing has gone out to {channel} for five minutes; see the log." for channel in stuck]
        return overdue + [sentence for sentence, is_well in self._parts.items() if not is_well()]

    async def _is_stuck(self, channel: str) -> bool:
        return await self._database.look(lambda tx: sending.is_stuck(tx, channel, _STUCK_AFTER))

    async def _readiness(self) -> Response:
        trouble = await self.trouble()
        return JSONResponse({"ready": not trouble, "trouble": trouble}, 503 if trouble else 200)

    async def _page(self) -> Response:
        return Response(await self._figures.page(self._database, self._held()), media_type=MEDIA_TYPE)
