"""What lives as long as the server, and how routes come by it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import HTTPConnection

from voltwin.store.interface import Store
from voltwin_server.access.door import Door
from voltwin_server.jobs.begin import Life
from voltwin_server.jobs.jobs import Jobs
from voltwin_server.limits.jobs import JobsOfCallers
from voltwin_server.limits.questions import QuestionsOfCallers
from voltwin_server.limits.sockets import SocketsOfCallers
from voltwin_server.metrics import Metrics
from voltwin_server.page.demo import Demo
from voltwin_server.page.maps import Maps
from voltwin_server.page.twin_scenarios import TwinNow, TwinScenarios
from voltwin_server.questions.questions import Questions
from voltwin_server.readiness import Checks, NotReadyError
from voltwin_server.scenarios import Base, Scenarios
from voltwin_server.settings import Settings
from voltwin_server.sockets.hub import Hub
from voltwin_server.twins.origins import Origins
from voltwin_server.twins.twins import Twins


@dataclass
class Server:
    """What lives as long as the server.

    Attributes:
        settings: how it runs.
        store: where scenarios, runs and results are.
        metrics: what is counted.
        jobs_of_callers: how many each of them has at once.
        questions_of_callers: how many each of them has at once.
        looks_of_callers: at twins, the same.
        downloads_of_callers: of event logs, the same.
        sockets_of_callers: that are open, the same.
        door: who is let in.
        hub: those who watch twins.
        checks: of what must be there to serve.
        scenarios: of the store, some of them in memory.
        jobs: what clients have asked for.
        questions: what is answered at once.
        origins: of twins.
        twins: paced simulations that live here.
        life: what processes end with.
        demo: that a new server prepares.
        maps: of scenarios.
        twin_scenarios: those of twins, some of them in memory.
        is_warming: it has begun to start what clients would wait for, and not all has its turn yet.
    """

    settings: Settings
    store: Store
    metrics: Metrics
    jobs_of_callers: JobsOfCallers
    questions_of_callers: QuestionsOfCallers
    looks_of_callers: QuestionsOfCallers
    downloads_of_callers: QuestionsOfCallers
    sockets_of_callers: SocketsOfCallers
    door: Door
    hub: Hub
    checks: Checks
    scenarios: Scenarios
    jobs: Jobs
    questions: Questions
    origins: Origins
    twins: Twins
    life: Life
    demo: Demo
    maps: Maps
    twin_scenarios: TwinScenarios
    is_warming: bool = False

    def scenario_of_twin(self, twin_id: UUID) -> Base:
        """Return the scenario of a twin with all that has been made of it.

        Raises:
            ProblemError: there is no twin of this id, or its files are damaged.
        """
        return self.twin_now(twin_id).base

    def twin_now(self, twin_id: UUID) -> TwinNow:
        """Return what a twin is made of; problems as of `scenario_of_twin`."""
        known = self.twins.get(twin_id)
        with known.being_read():
            return self.twin_scenarios.get(twin_id, known.folder)

    def warm(self) -> None:
        """Have the demo prepared, and then the processes started that clients would wait for:
        whoever starts a new server looks at the demo. Called in the event loop."""
        self.is_warming = True
        if self.settings.demo:
            self.demo.begin(then=self._look_at_demo)
        else:
            self._warm_others()

    def _look_at_demo(self) -> None:
        """Have at hand what the page asks of the demo first, and then the rest: few processors
        would have all of it late."""
        twin = self.demo.twin
        if twin is None:
            self._warm_others()
            return
        looked = self.questions.look_ahead(twin, self.settings.limits.looking_bytes)
        looked.add_done_callback(lambda _: self._warm_others())

    def _warm_others(self) -> None:
        """Have processes started one after the other, that for what-ifs first: levers are moved
        before anything is run."""
        self.questions.warm(then=self._warm_jobs)

    def _warm_jobs(self) -> None:
        self.twins.warm()
        self.jobs.warm(then=self._warm_last)

    def _warm_last(self) -> None:
        self.questions.warm_others()
        self.is_warming = False  # from here on they are seen to load

    def let_go(self) -> None:
        """Answer at once who waits for a job to end: the server is about to stop."""
        self.jobs.board.let_go()

    def stop(self) -> None:
        """End what works in the background; jobs are gone on with when a server starts again."""
        self.twins.stop()
        self.questions.stop()
        self.jobs.stop()
        self.life.close()

    def check_workers(self) -> None:
        """See that processes that are started with the server have loaded everything. Once that is
        so, it stays so.

        Raises:
            NotReadyError: one has not yet, or the demo is being prepared, after which they start.
        """
        if self.demo.is_preparing:
            raise NotReadyError("the demo is being prepared")
        if (
            self.is_warming
            or self.jobs.is_loading
            or self.questions.is_loading
            or self.twins.is_loading
        ):
            raise NotReadyError("processes are being started")


def server_of(connection: HTTPConnection) -> Server:
    """Return the server that a request came to."""
    server: Server = connection.app.state.server
    return server


ServerOf = Annotated[Server, Depends(server_of)]
