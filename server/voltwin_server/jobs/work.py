"""What a process of the server does for a job."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from voltwin.experiment.conduct import conduct
from voltwin.experiment.courses import course_of
from voltwin.experiment.errors import ClusterError, TooMuchError
from voltwin.experiment.lock import is_held
from voltwin.experiment.plan import Plan
from voltwin.experiment.saved import read_plan
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.errors import ScenarioError
from voltwin.store.interface import StoreError, StoreUnavailableError
from voltwin_bindings.engine import EngineError
from voltwin_server.jobs.begin import Here
from voltwin_server.logs import FIELDS, LOG

_TOLD = (ScenarioError, EngineError, TooMuchError, FolderError, StoreError, OSError, MemoryError)


class How(StrEnum):
    """How work on a job came to its end."""

    DONE = "done"
    FAILED = "failed"
    LATER = "later"  # something that it needs is away: nothing is lost
    AGAIN = "again"  # its process died for the first time


@dataclass(frozen=True)
class Outcome:
    """What came of work on a job: how it ended, and why, unless all is done."""

    how: How
    reason: str = ""


def do_job(folder: Path, experiment_id: UUID, plan: Plan | None, ray: str | None) -> Outcome:
    """Do a job, or go on with it, until all of it is in its folder and in the store.

    Args:
        folder: of the job.
        experiment_id: what its experiment is called in the store.
        plan: what is run, if that is known; else it is read from the folder.
        ray: address of the cluster to run it on.
    """
    try:
        plan = plan or read_plan(folder)
        experiment = conduct(
            plan,
            course_of(plan),
            folder=folder,
            resume=True,
            ray=ray,
            store=Here.store() if ray is None else Here.store_url,  # other machines need the URL
            experiment_id=experiment_id,
            announce=lambda words: None,
        )
    except (StoreUnavailableError, ClusterError) as error:
        return Outcome(How.LATER, str(error))
    except _TOLD as error:
        if is_held(folder):  # by a process of a former server that is about to end
            return Outcome(How.LATER, str(error))
        return Outcome(How.FAILED, str(error) or type(error).__name__)
    except Exception as error:
        LOG.exception("a job has failed", extra={FIELDS: {"job": experiment_id}})
        return Outcome(How.FAILED, f"{type(error).__name__}: {error}")
    if "waiting" in experiment.record.get("stored", {}):
        return Outcome(How.LATER, "the store has not taken all of it yet")
    return Outcome(How.DONE)
