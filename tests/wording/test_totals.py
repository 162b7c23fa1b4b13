from voltwin.wording import totals


def test_cycles_of_ten_years_have_a_comma() -> None:
    row = {"cycles_mean": 2220.908, "grid_kwh": 1.0, "peak_kw": 1.0, "delivered_kwh": 1.0}
    assert ("full cycles per battery", "2,220.91") in totals._energy(row)


def test_what_is_out_of_order_is_told_where_something_was() -> None:
    shares = ("bay_utilisation", "charger_utilisation", "charger_cooling_share")
    row: dict[str, float | None] = dict.fromkeys((*shares, "charger_suspended_share"), 0.5)
    usual = [what for what, _ in totals._use(row)]
    assert not any("out of order" in what for what in usual)  # a run of an earlier version
    told = totals._use(row | {"charger_out_share": 0.091, "bay_out_share": 0.0})
    assert told == [*totals._use(row), ("chargers out of order", "9.1 %")]
    no_chargers = row | {"charger_out_share": None, "bay_out_share": 0.0}
    assert [what for what, _ in totals._use(no_chargers)] == usual
