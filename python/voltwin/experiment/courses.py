"""What is done for each kind of experiment; a plan is all that it takes."""

from importlib import import_module
from typing import cast

from voltwin.experiment.conduct import Course
from voltwin.experiment.plan import Kind, Plan

_HOMES: dict[Kind, str] = {
    "replications": "voltwin.experiment.replications",
    "comparison": "voltwin.experiment.comparison",
    "sweep": "voltwin.experiment.sweep",
    "sizing": "voltwin.experiment.sizing.course",
}


def course_of(plan: Plan) -> Course:
    """Return what has the runs of a plan done, and makes its tables."""
    return cast(Course, import_module(_HOMES[plan.kind]).course_of(plan))
