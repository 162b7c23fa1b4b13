"""What the server answers: a module for each kind of thing, each with its `router`."""

from fastapi import APIRouter

from voltwin_server.routes import description, health

ROUTERS: tuple[APIRouter, ...] = (health.router, description.router)
