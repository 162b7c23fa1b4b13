"""Energy under shared power: against fine quadrature of the power that rows tell, the limit, and
the balances. The run is that of the check `energy`."""

import numpy as np
import pytest

from voltwin.kpis.balances import check
from voltwin.kpis.cells import Cells, compare
from voltwin.kpis.from_log import cells_from_log
from voltwin.validation.network import parameters
from voltwin.validation.physics_checks.energy import energies
from voltwin.validation.physics_checks.shared_run import NETWORK, Run, shared_run, stretches
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Status
from voltwin_core.station.cells import SUMS

TABLES = parameters(NETWORK)


@pytest.fixture(scope="module")
def run() -> Run:
    return shared_run()


def cells(run: Run) -> Cells:
    return cells_from_log(run.log, TABLES, NETWORK.horizon_s)


def test_quadrature_of_the_logged_power_gives_socs_and_slots(run: Run) -> None:
    assert len(list(stretches(run.log.to_pylist()))) > 100
    assert [verdict.status for verdict in energies(Effort.QUICK)] == [Status.PASSED] * 3
    assert cells(run).grid_kwh == pytest.approx(run.cells.grid_kwh, rel=1e-12)


def test_slots_reach_the_limit_and_never_exceed_it(run: Run) -> None:
    kw = cells(run).grid_kwh[0].reshape(16, 4) * 4.0
    limit = np.array([100.0] * 4 + [60.0] * 4 + [240.0] * 8)[:, None]
    assert (kw <= limit * (1.0 + 1e-12)).all()
    assert kw[:4].max() > 95.0
    assert kw[4:8].max() == pytest.approx(60.0, rel=1e-9)


def test_energy_fades_with_capacity_and_the_balances_say_where_it_went(
    run: Run,
) -> None:
    engine = run.engine
    by_log = cells(run)
    assert compare(by_log, run.cells) == []
    fade = by_log.sums[0, :, SUMS.index("fade_kwh")]
    assert fade.sum() > 1.0
    assert by_log.soh.min() < 0.99
    kept = check(by_log, engine.batteries(), engine.inside(), TABLES)
    assert kept.message == ""
    forgotten = by_log.sums.copy()
    forgotten[0, :, SUMS.index("fade_kwh")] = 0.0
    by_log.sums[:] = forgotten
    assert "fade" in check(by_log, engine.batteries(), engine.inside(), TABLES).message
