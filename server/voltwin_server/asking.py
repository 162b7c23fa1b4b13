"""Jobs that clients ask for: accepted, or the same as one that was accepted before."""

from collections.abc import Iterator
from contextlib import contextmanager

from voltwin.experiment.plan import Plan
from voltwin.store.interface import UnknownIdError
from voltwin.store.uuid7 import derived
from voltwin_server.access.callers import Caller
from voltwin_server.jobs.jobs import Accepted, EndedError
from voltwin_server.problems import CONFLICT, ProblemError
from voltwin_server.recipes import recipe_of
from voltwin_server.scenarios import Base
from voltwin_server.state import Server


def accepted(server: Server, plan: Plan, base: Base, caller: Caller) -> Accepted:
    """Return the job that does a plan: a new one, unless the same was asked for before.

    Its scenario is stored only now, after all that refuses it.

    Args:
        server: that does it.
        plan: what is run.
        base: its scenario.
        caller: who asks.

    Raises:
        ProblemError: the caller has too many jobs.
        StoreUnavailableError: the store does not answer; nothing is accepted.
    """
    recipe = recipe_of(plan, base.digest)
    server.jobs.refuse_too_many(recipe, by=caller.name)
    record = server.scenarios.stored(base)
    while True:
        found = server.jobs.accept(plan, scenario_id=record.id, recipe=recipe, by=caller.name)
        if found.is_new:
            return found
        try:
            server.store.run(derived(found.live.job.id, 0))
            return found
        except UnknownIdError:  # somebody has deleted it in the store alone
            with ended_problems():
                server.jobs.delete(found.live)


@contextmanager
def ended_problems() -> Iterator[None]:
    """Let a job that has ended, or has not, be told as a problem."""
    try:
        yield
    except EndedError as error:
        raise ProblemError(CONFLICT, f"{error}"[:1].upper() + f"{error}"[1:] + ".") from None
