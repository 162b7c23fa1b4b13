"""The KPIs that there are, in words."""

from voltwin.wording.vocabulary import vocabulary
from voltwin_server.access.callers import Role
from voltwin_server.access.roles import needs
from voltwin_server.models.measures import MeasureInfo, Measures
from voltwin_server.routing import router as new_router

router = new_router("page", "/api/measures")


@router.get("", dependencies=[needs(Role.VIEWER)], summary="Which KPIs are there?")
def get_measures() -> Measures:
    """Tell of each KPI what it is called, counted in, means, and which way it is better. All that
    shows KPIs takes its words from here."""
    return Measures(measures=[MeasureInfo.of_word(word) for word in vocabulary()])
