"""The application: routes and what stands around them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.metadata import version

from fastapi import FastAPI

from voltwin.store.interface import Store
from voltwin_server.answers import answer_in_problems
from voltwin_server.routes import ROUTERS
from voltwin_server.settings import Settings
from voltwin_server.state import Server

DESCRIPTION = "Scenarios, runs and experiments of battery-swap networks."


def create_app(settings: Settings, *, store: Store | None = None) -> FastAPI:
    """Return the application of a server.

    Args:
        settings: how it runs.
        store: that is open already, and stays open; by default the one that `settings` names is
            opened when the application starts, and closed when it ends.
    """

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.server = Server(settings, _opened(settings) if store is None else store)
        try:
            yield
        finally:
            if store is None:
                app.state.server.store.close()

    app = FastAPI(
        title="Voltwin",
        description=DESCRIPTION,
        version=version("voltwin"),
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=life,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    answer_in_problems(app)
    return app


def _opened(settings: Settings) -> Store:
    opening = import_module("voltwin.store.opening")
    store: Store = opening.open_store(settings.store_url)
    return store
