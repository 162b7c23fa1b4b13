"""What the server answers: a module for each kind of thing, each with its `router`."""

from fastapi import APIRouter

from voltwin_server.routes import (
    comparisons,
    demo,
    description,
    every_kind,
    foreseeing,
    health,
    levers,
    live,
    living,
    looking,
    maps,
    me,
    page,
    results,
    runs,
    scenario_schema,
    scenarios,
    sweeps,
    twins,
    what_if,
)

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    description.router,
    scenarios.router,
    scenario_schema.router,
    runs.router,
    results.router,
    comparisons.router,
    sweeps.router,
    every_kind.router,
    what_if.router,
    live.router,
    twins.router,
    living.router,
    foreseeing.router,
    looking.router,
    me.router,
    demo.router,
    maps.router,
    levers.router,
    page.router,
)
