"""Random faults of a station: means, distributions, and what they may not be."""

from pathlib import Path

import pytest
from tests.scenario.small import changed, loaded, unnumbered

from voltwin.scenario import ScenarioError, load, save
from voltwin.scenario.distributions import Exponential, Fixed, Lognormal


def faults(text: str) -> str:
    return changed("swaps_per_day: 99", f"swaps_per_day: 99, charger_faults: {text}")


def test_a_duration_is_the_mean_of_an_exponential_law(tmp_path: Path) -> None:
    (station,) = loaded(tmp_path, faults("{mtbf: 30d, mttr: 8h}")).stations
    assert station.charger_faults is not None
    assert station.charger_faults.mtbf == Exponential(mean=2_592_000.0)
    assert station.charger_faults.mttr == Exponential(mean=28_800.0)
    assert station.bay_faults is None


def test_distributions_survive_a_file(tmp_path: Path) -> None:
    fixed, law = "{kind: fixed, value: 10h}", "{kind: lognormal, median: 2h, sigma: 1}"
    made = loaded(tmp_path, faults(f"{{mtbf: {fixed}, mttr: {law}}}"))
    save(made, tmp_path / "again.yaml")
    again = load(tmp_path / "again.yaml")
    assert again == made
    assert again.stations[0].charger_faults is not None
    assert again.stations[0].charger_faults.mtbf == Fixed(value=36_000.0)
    assert again.stations[0].charger_faults.mttr == Lognormal(median=7200.0, sigma=1.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{mtbf: 0.1s, mttr: 1h}",
            "mtbf: is about 0.1 s on average: above 1e+06 failures in the run",
        ),
        (
            "{mtbf: {kind: fixed, value: 0}, mttr: 1h}",
            "mtbf: gives (nearly) no time above 0 s",
        ),
        (
            "{mtbf: 1d, mttr: {kind: fixed, value: -5}}",
            "mttr: gives (nearly) no time of 0 s or more",
        ),
        ("{mtbf: 1d}", "mttr: is missing [s]"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        loaded(tmp_path, faults(text))
    (said,) = str(error.value).splitlines()
    where = "city.yaml: stations[0].charger_faults."
    field, _, rest = message.partition(":")
    assert unnumbered(said).endswith(f'{where}{field} ("north"):{rest}')
