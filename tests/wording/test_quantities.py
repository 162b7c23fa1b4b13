import pytest

from voltwin.wording.quantities import duration, energy, money, number, power, share


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (0.0, "0.0 %"),
        (1e-9, "< 0.1 %"),
        (0.0005, "0.1 %"),
        (0.0414, "4.1 %"),
        (0.9995, "100.0 %"),
        (0.99951, "> 99.9 %"),
        (1.0, "100.0 %"),
    ],
)
def test_share(value: float | None, text: str) -> None:
    assert share(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "-"),
        (0.0, "0 s"),
        (0.42, "0.4 s"),
        (9.949, "9.9 s"),
        (9.96, "10 s"),
        (99.4, "99 s"),
        (99.6, "1.7 min"),
        (504.0, "8.4 min"),
        (5969.0, "99.5 min"),
        (5971.0, "1.7 h"),
        (11_520.0, "3.2 h"),
        (259_200.0, "3.0 days"),
    ],
)
def test_duration(seconds: float | None, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("kwh", "text"),
    [
        (0.0, "0 kWh"),
        (9999.4, "9,999 kWh"),
        (9999.6, "10.0 MWh"),
        (-12_345.0, "-12.3 MWh"),
        (9_999_499.0, "9,999.5 MWh"),
        (1.2e7, "12.0 GWh"),
        (1.2e14, "120,000.0 TWh"),
    ],
)
def test_energy(kwh: float, text: str) -> None:
    assert energy(kwh) == text


def test_power_and_number() -> None:
    assert power(17_553.0) == "17.6 MW"
    assert number(1_373_663) == "1,373,663"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "-"),
        (0.0, "0.00"),
        (-0.001, "0.00"),
        (-3.154, "-3.15"),
        (999.4, "999.40"),
        (999.6, "1,000"),
        (-1_234_567.8, "-1,234,568"),
    ],
)
def test_money(amount: float | None, text: str) -> None:
    assert money(amount) == text
