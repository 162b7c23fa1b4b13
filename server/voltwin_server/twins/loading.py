"""What a process of twins loads before it is asked: libraries, and kernels, compiled if they never
were."""

from typing import TYPE_CHECKING

from voltwin_server.logs import LOG

if TYPE_CHECKING:
    from voltwin.scenario.scenario import Scenario
    from voltwin.twin.twin import Twin


def load() -> None:
    """Load what the first twin needs, one of a network with arrivals."""
    from voltwin.scenario import demo_city

    _used(demo_city(stations=2, seed=1))


def load_more() -> None:
    """Load what forecasts and twins of fleets need, while the first twins are there already. What
    somebody needs meanwhile is compiled once, for both."""
    import yaml

    from voltwin.scenario import demo_city
    from voltwin.scenario.files import scenario_of
    from voltwin.scenario.templates import first_fleet

    try:
        _forecast(_used(demo_city(stations=2, seed=1)))
        _forecast(_used(scenario_of(yaml.safe_load(first_fleet()))))
    except Exception:  # whoever needs it will be told what is wrong
        LOG.exception("not all could be loaded before it is needed")


def _used(scenario: "Scenario") -> "Twin":
    """Return a twin of which all has been asked that twins are asked."""
    from voltwin.twin.twin import Twin

    twin = Twin.of(scenario)
    twin.advance(7200.0)
    twin.make({"kind": "close", "at": 3600.0}, by="")
    twin.live()
    twin.kpis()
    return twin


def _forecast(twin: "Twin") -> None:
    from voltwin.twin.forecasting import Prospect

    Prospect(twin.simulation()).forecast(hours=0.25, replications=2, threads=1)
