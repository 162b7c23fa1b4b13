"""Laws of states of charge and of service times: chosen by likelihood, with intervals that hold."""

import numpy as np
import pytest

from voltwin.calibration.laws import Law, soc_law, time_law


def parameter(law: Law, name: str) -> tuple[float, float, float]:
    return next(of[1:] for of in law.parameters if of.name == name)


def kind(law: Law) -> str:
    assert isinstance(law.fields, dict)
    return str(law.fields["kind"])


def held(makes: object, law_of: object, truth: dict[str, float]) -> dict[str, float]:
    """Return how often the interval of each parameter holds it, over 60 samples of 300."""
    assert callable(makes)
    assert callable(law_of)
    found: dict[str, list[bool]] = {name: [] for name in truth}
    for seed in range(60):
        law = law_of(makes(np.random.default_rng(seed)))
        for name, value in truth.items():
            _, low, high = parameter(law, name)
            found[name].append(low <= value <= high)
    return {name: float(np.mean(of)) for name, of in found.items()}


def test_a_beta_law_is_found_and_its_intervals_hold_it() -> None:
    shares = held(
        lambda rng: rng.beta(3.0, 9.0, 300), soc_law, {"mean": 0.25, "concentration": 12.0}
    )
    assert min(shares.values()) > 0.87


def test_a_lognormal_law_is_found_and_its_intervals_hold_it() -> None:
    shares = held(
        lambda rng: rng.lognormal(np.log(120.0), 0.4, 300),
        time_law,
        {"median": 120.0, "sigma": 0.4},
    )
    assert min(shares.values()) > 0.87


def test_a_triangular_law_is_found() -> None:
    law = time_law(np.random.default_rng(1).triangular(60.0, 80.0, 180.0, 4000))
    assert kind(law) == "triangular"
    for name, value in (("low", 60.0), ("mode", 80.0), ("high", 180.0)):
        found, low, high = parameter(law, name)
        assert found == pytest.approx(value, abs=4.0)
        assert low < value + 2.0
        assert high > value - 2.0
    assert "AIC of triangular" in law.why


@pytest.mark.parametrize(
    "seconds", [np.full(50, 90.0), 90.0 + np.random.default_rng(1).uniform(-0.8, 0.8, 500)]
)
def test_what_never_differs_is_fixed(seconds: np.ndarray) -> None:
    law = time_law(seconds)
    assert isinstance(law.fields, float)
    assert law.fields == pytest.approx(90.0, abs=0.1)
    assert law.why.startswith("Fixed: 98 of 100 values")


def test_what_no_law_fits_is_taken_as_it_is() -> None:
    rng = np.random.default_rng(2)
    two_kinds = np.concatenate([rng.normal(90.0, 5.0, 500), rng.normal(300.0, 10.0, 500)])
    law = time_law(two_kinds)
    assert kind(law) == "empirical"
    assert isinstance(law.fields, dict)
    assert len(law.fields["values"]) == 100
    assert np.mean(law.fields["values"]) == pytest.approx(two_kinds.mean(), rel=1e-5)
    assert law.why.startswith("Empirical: the best law with parameters")
    assert (
        kind(soc_law(np.concatenate([rng.beta(5, 40, 400), rng.beta(40, 5, 400)]))) == "empirical"
    )


def test_a_time_is_never_below_zero() -> None:
    """The triangle of the highest likelihood would begin below."""
    law = time_law(np.random.default_rng(3).triangular(0.0, 1.0, 20.0, 60))
    assert kind(law) == "triangular"
    low = law.parameters[0]
    assert (low.value, low.low) == (0.0, 0.0)


def test_one_odd_value_leaves_a_fixed_law_as_sure_as_the_others_make_it() -> None:
    law = time_law(np.append(110.0 + np.linspace(-0.5, 0.5, 99), 1e6))
    (value,) = law.parameters
    assert law.fields == pytest.approx(110.0, abs=0.01)
    assert 109.5 < value.low <= value.value <= value.high < 110.5


def test_of_few_different_values_no_law_is_made() -> None:
    """A Beta with as many near 0.1 as near 0.9 would also give all that lies between."""
    for values in (np.repeat([0.1, 0.9], 50), np.repeat([0.0, 0.25, 0.5, 0.75], 50)):
        law = soc_law(values)
        assert kind(law) == "empirical"
        assert "different values, too few to tell a law by" in law.why


def test_rounded_values_are_no_reason_to_give_up_a_law() -> None:
    minutes = np.round(np.random.default_rng(3).lognormal(np.log(6.0), 0.5, 2000)) + 1.0
    assert kind(time_law(60.0 * minutes)) == "lognormal"


def test_states_of_charge_at_the_ends_have_a_law_too() -> None:
    values = np.concatenate([np.random.default_rng(4).beta(2.0, 6.0, 300), [0.0, 0.0, 1.0]])
    assert kind(soc_law(values)) == "beta"


def test_service_times_of_0_leave_laws_without_them() -> None:
    values = np.concatenate(
        [np.zeros(5), np.random.default_rng(5).triangular(0.0, 50.0, 200.0, 900)]
    )
    assert kind(time_law(values)) == "triangular"
