"""The application: routes and what stands around them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from voltwin.frames.mirror import Mirror
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin_server.access.authentication import Authentication
from voltwin_server.access.door import Door
from voltwin_server.access.hosts import OwnNameAndPage
from voltwin_server.access.tokens import Tokens
from voltwin_server.answers import answer_in_problems
from voltwin_server.description import described
from voltwin_server.jobs.begin import Life
from voltwin_server.jobs.crew import Crew
from voltwin_server.jobs.jobs import Jobs
from voltwin_server.limits.addresses import BoundedAddresses
from voltwin_server.limits.bodies import BoundedBodies
from voltwin_server.limits.jobs import JobsOfCallers
from voltwin_server.limits.questions import QuestionsOfCallers
from voltwin_server.limits.sockets import SocketsOfCallers
from voltwin_server.metrics import Metrics
from voltwin_server.observing import Observed
from voltwin_server.page.demo import Demo
from voltwin_server.page.maps import Maps
from voltwin_server.page.twin_scenarios import TwinScenarios
from voltwin_server.questions.questions import Questions
from voltwin_server.readiness import Checks
from voltwin_server.routes import ROUTERS
from voltwin_server.scenarios import Scenarios
from voltwin_server.settings import Settings
from voltwin_server.sockets.hub import Hub
from voltwin_server.state import Server
from voltwin_server.twins.origins import Origins
from voltwin_server.twins.twins import TwinLimits, Twins

FAILURE = "failure"  # in the state of an application: why it could not start


def create_app(settings: Settings, *, store: Store | None = None) -> FastAPI:
    """Return the application of a server.

    Args:
        settings: how it runs.
        store: that is open already, and stays open; by default the one that `settings` names is
            opened when the application starts, and closed when it ends.
    """
    metrics = Metrics()
    door = Door(Tokens(settings.data) if settings.needs_tokens else None)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        try:
            server = _started(settings, store or open_store(settings.store_url), metrics, door)
        except Exception as error:
            setattr(app.state, FAILURE, error)
            raise
        app.state.server = server
        try:
            yield
        finally:
            await server.demo.stop()
            await run_in_threadpool(server.stop)
            if store is None:
                server.store.close()

    app = FastAPI(
        openapi_url=None,  # described by `description`
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        middleware=_around(settings, metrics, door),
        lifespan=life,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.settings = settings
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    answer_in_problems(app)
    app.openapi = lambda: described(app)  # type: ignore[method-assign] # as FastAPI documents
    return app


def _started(settings: Settings, store: Store, metrics: Metrics, door: Door) -> Server:
    """Return what lives as long as the server, ready to serve: jobs of a former one go on."""
    life, url = Life.new(), settings.store_url
    callers = JobsOfCallers(settings.limits.jobs_per_token)
    size, as_json = settings.workers or os.cpu_count() or 1, settings.json_logs
    crew = Crew(size, life, url, ray=settings.ray, json_logs=as_json)
    jobs = Jobs(settings.data / "jobs", store, callers, crew)
    jobs.start()
    questions = Questions(
        settings.data / "spool",
        life,
        store_url=url,
        json_logs=as_json,
        spool_bytes=settings.limits.spool_bytes,
        looks_of_one=settings.limits.looks_per_token,
    )
    metrics.watch_jobs(jobs.counts)
    twins = Twins(settings.data / "twins", life, _limits_of_twins(settings), json_logs=as_json)
    metrics.watch_twins(twins)
    scenarios = Scenarios(store, settings.limits)
    origins = Origins(store, scenarios, settings.limits)
    server = Server(
        settings=settings,
        store=store,
        metrics=metrics,
        jobs_of_callers=callers,
        questions_of_callers=QuestionsOfCallers(settings.limits.questions_per_token, "questions"),
        looks_of_callers=QuestionsOfCallers(settings.limits.looks_per_token, "looks at twins"),
        downloads_of_callers=QuestionsOfCallers(settings.limits.downloads_per_token, "downloads"),
        sockets_of_callers=SocketsOfCallers(settings.limits),
        hub=Hub(twins, Mirror, settings, metrics, door.knows),
        door=door,
        checks=Checks(),
        scenarios=scenarios,
        jobs=jobs,
        questions=questions,
        origins=origins,
        twins=twins,
        life=life,
        demo=Demo(settings.data, store, scenarios, origins, twins),
        maps=Maps(),
        twin_scenarios=TwinScenarios(),
    )
    server.checks.add("store", store.check)
    server.checks.add("workers", server.check_workers)
    return server


def _limits_of_twins(settings: Settings) -> TwinLimits:
    processes = settings.twin_processes or max(1, (os.cpu_count() or 1) - 1)
    return TwinLimits(processes, settings.twin_bytes, settings.limits)


def _around(settings: Settings, metrics: Metrics, door: Door) -> list[Any]:
    """Return what stands around the routes, the outermost first: what costs least refuses first."""
    return [
        Middleware(Observed, metrics=metrics),
        Middleware(BoundedAddresses, limits=settings.limits),
        Middleware(OwnNameAndPage, settings=settings),
        Middleware(Authentication, door=door),
        Middleware(BoundedBodies, limits=settings.limits, timeouts=settings.timeouts),
    ]
