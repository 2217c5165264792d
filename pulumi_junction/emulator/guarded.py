"""A route that looks at who asks before anything else of a request."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from pulumi_junction.emulator.refusals import check_json
from pulumi_junction.emulator.state import Emulator

# Every route is a coroutine, or FastAPI would use threads. SQLite blocks for well under a millisecond, and
# so a request is done before the next one is looked at, in the order they arrived.


async def emulator_of(request: Request) -> Emulator:
    """The one that `create_api` was given."""
    emulator: Emulator = request.app.state.emulator
    return emulator


AnEmulator = Annotated[Emulator, Depends(emulator_of)]


class GuardedRoute(APIRoute):
    """FastAPI's handler, behind the key; it reads the body before any dependency could ask for one."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """As FastAPI asks for it."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            refusal = self.refusal(request, await emulator_of(request))
            if refusal:
                return refusal
            if self.body_field and (body := await request.body()):
                check_json(body)
            return await handle(request)

        return guarded

    def refusal(self, request: Request, emulator: Emulator) -> Response | None:
        """The answer to somebody who may not come in."""
        raise NotImplementedError
