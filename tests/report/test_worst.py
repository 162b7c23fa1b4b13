from tests.report.runs import city, network, run_of

import voltwin
from voltwin.report.worst import MOST, ranking


def test_the_worst_lose_the_largest_share() -> None:
    order = ranking(city().kpis)
    shares = [row["lost_share"] for row in order.rows]
    assert shares == sorted(shares, reverse=True)
    assert order.worst == order.rows[:MOST]
    lost = city().kpis.by_station["lost"].to_numpy()
    assert order.losing == (lost > 0).sum()


def test_of_equal_shares_the_larger_number_is_worse() -> None:
    closed = network(3, "6h", chargers=0, batteries=0, policy="lose")
    lost = [row["lost"] for row in ranking(voltwin.run(closed).kpis).rows]
    assert lost == sorted(lost, reverse=True)


def test_where_nobody_is_lost_long_waits_are_worst() -> None:
    order = ranking(run_of("nobody lost").kpis)
    waits = [row["wait_p95_s"] for row in order.rows]
    assert order.column == "wait_p95_s"
    assert waits == sorted(waits, reverse=True)
    assert all(row["wait_p95_s"] > 0.0 for row in order.worst)


def test_without_arrivals_none_is_worst() -> None:
    assert ranking(run_of("no arrivals").kpis).rows == []
