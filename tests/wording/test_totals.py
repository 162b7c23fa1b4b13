from voltwin.wording import totals


def test_cycles_of_ten_years_have_a_comma() -> None:
    row = {"cycles_mean": 2220.908, "grid_kwh": 1.0, "peak_kw": 1.0, "delivered_kwh": 1.0}
    assert ("full cycles per battery", "2,220.91") in totals._energy(row)
