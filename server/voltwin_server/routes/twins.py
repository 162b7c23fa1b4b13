"""Twins: made, found, renamed, deleted, forked, kept as they are."""

from uuid import UUID

from fastapi import Response
from starlette.concurrency import run_in_threadpool

from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.roles import CallerOf, needs
from voltwin_server.models.common import Before, Id, Limit, Page
from voltwin_server.models.twins import NewFork, NewName, NewTwin, SnapshotInfo, TwinInfo
from voltwin_server.problems import (
    AWAY,
    CONFLICT,
    INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    TOO_MANY_TWINS,
    TOO_MUCH,
    ProblemError,
    problems,
)
from voltwin_server.routing import router as new_router
from voltwin_server.state import Server, ServerOf
from voltwin_server.twins import copies
from voltwin_server.twins.origins import Beginning
from voltwin_server.twins.snapshots import Snapshot

router = new_router("twins", "/api/twins")

_MADE = problems(NOT_FOUND, CONFLICT, INVALID, TOO_MUCH, TOO_MANY_TWINS)
_WOKEN = problems(NOT_FOUND, CONFLICT, AWAY)


@router.post(
    "",
    dependencies=[needs(Role.PLANNER)],
    status_code=201,
    responses=_MADE,
    summary="Make a twin",
)
async def create_twin(
    body: NewTwin, response: Response, server: ServerOf, caller: CallerOf
) -> TwinInfo:
    """Make a twin of a scenario, a run, a snapshot or a recipe: paused where that begins, or was
    taken."""
    server.twins.refuse_too_many(caller.name)
    if body.origin.snapshot is not None:
        record = await copies.create_from_snapshot(
            server.twins, body.origin.snapshot, name=body.name, by=caller.name
        )
    else:
        beginning = await run_in_threadpool(_beginning, server, body)
        name = body.name or beginning.about.name
        record = await server.twins.create(beginning, name=name, by=caller.name)
    response.headers["Location"] = f"/api/twins/{record.id}"
    return TwinInfo.of(server.twins.get(record.id))


def _beginning(server: Server, body: NewTwin) -> Beginning:
    given, origins = body.origin, server.origins
    if given.scenario is not None:
        seed = 1 if body.seed is None else body.seed
        if isinstance(given.scenario, UUID):
            return origins.of_scenario(given.scenario, seed)
        return origins.of_fields(given.scenario, seed)
    if given.run is not None:
        return origins.of_run(given.run, given.replication)
    assert given.recipe is not None  # as the body says itself
    return origins.of_recipe(given.recipe)


@router.get("", dependencies=[needs(Role.VIEWER)], summary="Which twins are there?")
async def list_twins(server: ServerOf, limit: Limit = 100, before: Before = None) -> Page[TwinInfo]:
    """List twins, the newest first, and where each of them is."""
    found = server.twins.list(limit, before)
    last = found[-1].record.id if len(found) == limit else None
    return Page(items=[TwinInfo.of(known) for known in found], next=last)


@router.get(
    "/{twin_id}",
    dependencies=[needs(Role.VIEWER)],
    responses=problems(NOT_FOUND, CONFLICT),
    summary="Where is a twin?",
)
async def get_twin(twin_id: Id, server: ServerOf) -> TwinInfo:
    """Tell what a twin is, where it stands, and whether it plays."""
    return TwinInfo.of(server.twins.get(twin_id))


@router.patch(
    "/{twin_id}",
    dependencies=[needs(Role.PLANNER)],
    responses=problems(NOT_FOUND, CONFLICT, INVALID),
    summary="Rename a twin",
)
async def rename_twin(twin_id: Id, body: NewName, server: ServerOf) -> TwinInfo:
    """Give a twin another name."""
    await server.twins.rename(twin_id, body.name)
    return TwinInfo.of(server.twins.get(twin_id))


@router.delete(
    "/{twin_id}",
    dependencies=[needs(Role.PLANNER)],
    status_code=204,
    responses=problems(NOT_FOUND, NOT_ALLOWED, CONFLICT),
    summary="Delete a twin",
)
async def delete_twin(twin_id: Id, server: ServerOf, caller: CallerOf) -> None:
    """Delete a twin with its snapshots: one's own, or any as an admin."""
    _refuse_others(caller, server.twins.get(twin_id).record.by)
    await server.twins.delete(twin_id)


def _refuse_others(caller: Caller, *owners: str) -> None:
    if caller.role < Role.ADMIN and caller.name not in owners:
        whose = " or ".join(f'"{name}"' for name in dict.fromkeys(owners))
        raise ProblemError(NOT_ALLOWED, f"It is of {whose}: who deletes it needs the role admin.")


@router.post(
    "/{twin_id}/fork",
    dependencies=[needs(Role.PLANNER)],
    status_code=201,
    responses={**_MADE, **problems(AWAY)},
    summary="Fork a twin",
)
async def fork_twin(
    twin_id: Id, body: NewFork, response: Response, server: ServerOf, caller: CallerOf
) -> TwinInfo:
    """Make a twin that shares the past of another one, and has its own recipe from then on."""
    record = await copies.fork(server.twins, twin_id, name=body.name, at=body.at, by=caller.name)
    response.headers["Location"] = f"/api/twins/{record.id}"
    return TwinInfo.of(server.twins.get(record.id))


@router.post(
    "/{twin_id}/snapshots",
    dependencies=[needs(Role.PLANNER)],
    status_code=201,
    responses={**_WOKEN, **problems(TOO_MUCH)},
    summary="Keep a twin as it is",
)
async def create_snapshot(twin_id: Id, server: ServerOf, caller: CallerOf) -> SnapshotInfo:
    """Keep a twin as it is, for twins to be made from."""
    most = server.settings.limits.snapshots_per_twin
    found = await copies.take_snapshot(server.twins, twin_id, by=caller.name, most=most)
    return SnapshotInfo.of(found)


@router.get(
    "/{twin_id}/snapshots",
    dependencies=[needs(Role.VIEWER)],
    responses=problems(NOT_FOUND, CONFLICT),
    summary="Which snapshots does a twin have?",
)
async def list_snapshots(twin_id: Id, server: ServerOf) -> list[SnapshotInfo]:
    """List the snapshots of a twin, the newest first."""
    return [SnapshotInfo.of(one) for one in await copies.snapshots(server.twins, twin_id)]


@router.delete(
    "/{twin_id}/snapshots/{snapshot_id}",
    dependencies=[needs(Role.PLANNER)],
    status_code=204,
    responses=problems(NOT_FOUND, NOT_ALLOWED, CONFLICT),
    summary="Delete a snapshot",
)
async def delete_snapshot(twin_id: Id, snapshot_id: Id, server: ServerOf, caller: CallerOf) -> None:
    """Delete a snapshot: one that one has taken, one of one's own twin, or any as an admin. Twins
    made from it stay."""

    def refuse(snapshot: Snapshot) -> None:
        _refuse_others(caller, snapshot.by, snapshot.twin.by)

    await copies.delete_snapshot(server.twins, twin_id, snapshot_id, refuse)
