"""What is done for each kind of experiment; a plan is all that it takes."""

from voltwin.experiment.conduct import Course
from voltwin.experiment.plan import Plan


def course_of(plan: Plan) -> Course:
    """Return what has the runs of a plan done, and makes its tables."""
    if plan.kind == "replications":
        from voltwin.experiment.replications import course_of as of_kind
    elif plan.kind == "comparison":
        from voltwin.experiment.comparison import course_of as of_kind
    elif plan.kind == "sweep":
        from voltwin.experiment.sweep import course_of as of_kind
    else:
        from voltwin.experiment.sizing.course import course_of as of_kind
    return of_kind(plan)
