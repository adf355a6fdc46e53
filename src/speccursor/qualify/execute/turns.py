"""Turns at a bounded number of places, the most urgent first.

An `asyncio.Semaphore` serves in order of arrival; longest-first scheduling (Graham's LPT rule, 1969)
needs the longest of those that wait.
"""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """`places` bodies run at once; of those waiting, the one with the greatest urgency is next."""

    def __init__(self, places: int) -> None:
        if places < 1:
            raise ValueError("there must be at least one place")
        self._free = places
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._arrivals = 0

    @asynccontextmanager
    async def turn(self, urgency: float) -> AsyncIterator[None]:
        """Wait for a place, hold it for the body."""
        await self._acquire(urgency)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, urgency: float) -> None:
        if self._free > 0:
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrivals += 1
        heapq.heappush(self._waiting, (-urgency, self._arrivals, place))
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._release()
            raise

    def _release(self) -> None:
        while self._waiting:
            *_, place = heapq.heappop(self._waiting)
            if not place.done():
                place.set_result(None)
                return
        self._free += 1
