"""Turns: how many pages are made at once, and what need not wait for them."""

from __future__ import annotations

import asyncio
import threading

import httpx2 as httpx
from fastapi import APIRouter, FastAPI

from reportedly.web.turns import AT_ONCE, InTurn


class Desk:
    """An app whose pages are made until they are let go, and which counts how many are."""

    def __init__(self) -> None:
        self.begun, self.most, self.over = 0, 0, threading.Event()
        router, counting = APIRouter(route_class=InTurn), threading.Lock()

        @router.get("/page")
        def page() -> str:
            with counting:
                self.begun += 1
                self.most = max(self.most, self.begun)
            self.over.wait(10)
            with counting:
                self.begun -= 1
            return "made"

        @router.post("/kept")
        def kept() -> str:
            return "kept"

        self.app = FastAPI()
        self.app.include_router(router)


async def _until(desk: Desk, begun: int) -> None:
    async with asyncio.timeout(5):
        while desk.begun < begun:
            await asyncio.sleep(0.01)


async def _asked(desk: Desk, readers: int) -> tuple[list[int], int]:
    """The statuses of as many pages as there are readers, and of what is handed in meanwhile."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url="http://desk.test") as client:
        pages = [asyncio.create_task(client.get("/page")) for _ in range(readers)]
        await _until(desk, min(AT_ONCE, readers))
        handed_in = await asyncio.wait_for(client.post("/kept"), 5)
        desk.over.set()
        return [(await page).status_code for page in pages], handed_in.status_code


def test_few_pages_are_made_at_once_and_all_are_made() -> None:
    desk = Desk()

    pages, handed_in = asyncio.run(_asked(desk, 4 * AT_ONCE))

    assert pages == [200] * 4 * AT_ONCE
    assert desk.most == AT_ONCE
    assert handed_in == 200


def test_each_event_loop_has_turns_of_its_own() -> None:
    assert [asyncio.run(_asked(Desk(), AT_ONCE + 1))[0] for _ in range(2)] == [[200] * (AT_ONCE + 1)] * 2
