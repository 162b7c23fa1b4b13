"""Opening hours, the stock at the start, and numbers that go through the network."""

from tests.reference.small import from_then_on, run, site

from voltwin.validation.network import Site, Type


def test_closing_refuses_arrivals_only() -> None:
    hours = from_then_on(1.0, (100.0, 0.0), (2000.0, 1.0))
    story = run(site(0.0, 10.0, 90.0, 200.0, 2000.0, stock=(0.9, 0.9), hours=hours))
    # 1 waits for a bay, 2 for a battery that is ready at 1860 s: both are served.
    assert story.the("closed")["time"] == 100.0
    assert story.column("lost_closed", "vehicle") == [3]
    assert story.column("lost_closed", "wait_s") == [0.0]
    assert story.of(vehicle=1)[2] == (60.0, "swap_begin")
    assert [kind for _, kind in story.of(vehicle=2)][2:4] == ["claimed", "swap_begin"]
    assert story.column("swap_begin", "time")[2] < 2000.0


def test_a_station_opens_before_who_arrives_at_the_same_instant() -> None:
    story = run(site(2000.0, hours=from_then_on(0.0, (2000.0, 1.0))))
    assert story.kinds[:3] == ["opened", "arrival", "swap_begin"]


def test_a_station_closes_before_who_arrives_at_the_same_instant() -> None:
    story = run(site(100.0, hours=from_then_on(1.0, (100.0, 0.0))))
    assert story.kinds == ["closed", "arrival", "lost_closed"]


def test_the_hours_in_force_at_the_start_are_no_event() -> None:
    assert run(site(0.0, hours=((0.0, 0.0),))).kinds == ["arrival", "lost_closed"]


def test_batteries_below_ready_are_placed_at_the_begin_and_others_are_not_charged() -> None:
    chargers = ((60.0, 1.0),) * 4
    story = run(site(0.0, stock=(0.8, 0.79, 0.9, 0.1), chargers=chargers))
    assert story.column("placed", "battery")[:2] == [1, 3]
    assert story.kinds[:3] == ["placed", "placed", "cooled"]
    assert story.column("swap_begin", "battery") == [2]


def test_the_begin_comes_before_what_else_happens_at_0() -> None:
    story = run(site(0.0, stock=(0.2, 0.9), limit_kw=from_then_on(60.0)))
    assert story.kinds[:4] == ["placed", "cooled", "arrival", "swap_begin"]


def test_numbers_go_through_the_network() -> None:
    two = (Type(), Type(capacity_kwh=25.0))
    first = Site(((0.9,), (0.9, 0.2)), (2, 3), (1.0, 0.0), site().arrivals, bays=2)
    second = Site(((0.9,), ()), (1, 1), (1.0, 0.0), site(7.0).arrivals, bays=2)
    story = run(first, second, kinds=two)
    # First: batteries 0 to 2 and 3 to 7 of vehicles 0 to 4, bays 0 and 1, charger 0.
    assert story.column("placed", "battery") == [2, 9]
    swap = story.the("swap_begin")
    assert (swap["station"], swap["vehicle"], swap["battery"], swap["bay"]) == (1, 5, 8, 2)
    assert story.about(battery=9)[-1]["charger"] == 1


def test_logs_of_stations_are_merged_by_what_caused_each_row() -> None:
    alike = site(5.0, 5.0, stock=(0.9, 0.9), swap_s=site().swap_s, policy=0)
    story = run(alike, alike, hours=0.1)
    assert [(row["station"], row["kind"]) for row in story.rows if row["time"] == 5.0] == [
        (0, "arrival"),
        (0, "swap_begin"),
        (0, "arrival"),
        (0, "wait_bay"),
        (1, "arrival"),
        (1, "swap_begin"),
        (1, "arrival"),
        (1, "wait_bay"),
    ]
