"""Why no test can notice some mutants: what they change makes no difference, and this says why.

A mutant is told by its file, function, what it changes into what, and where: the same may stand
twice in a function. A test sees that each still exists, so that an explanation does not outlive its
code; one that a test catches after all was wrong, and fails a run.
"""

from typing import NamedTuple

from tests.mutants.mutant import Mutant


class Change(NamedTuple):
    """A change, wherever its function stands."""

    file: str
    function: str
    before: str
    after: str
    nth: int = 0  # of the same changes in the function, 0 is the first


def change(mutant: Mutant) -> Change:
    """Return what a mutant changes."""
    return Change(mutant.file, mutant.function, mutant.before, mutant.after, mutant.nth)


_ONE_ROW = "the table has one row, so its first is its last"
_RESERVES_EARLY = (
    "charges without a limit reserve from the start what they else would when one comes"
)

EQUIVALENT: dict[Change, str] = {
    Change("fleet/drives.py", "factor_of_next", "0", "-1"): _ONE_ROW,
    Change("calendar.py", "step_at", "0", "-1"): _ONE_ROW,
    Change(
        "station/drawing_again.py",
        "_draw_arrival",
        "drop(w.events, s, event_key(ARRIVAL, s)); "
        "t = draw_arrival_again(w.demand, w.control[0].key, s, now)",
        "t = draw_arrival_again(w.demand, w.control[0].key, s, now); "
        "drop(w.events, s, event_key(ARRIVAL, s))",
    ): "one touches the pending events, the other the streams of arrivals",
    Change(
        "station/unobserved.py",
        "put_away_battery",
        "put(w.unobserved_batteries, p, b); _book(w, s, b, -1.0)",
        "_book(w, s, b, -1.0); put(w.unobserved_batteries, p, b)",
    ): "one touches the heap of numbers, the other the sums of what was exchanged",
    Change(
        "station/observing/vehicles.py",
        "add_vehicles",
        "book_vehicle(w, s, b, 1.0); vehicle.soc = soc",
        "vehicle.soc = soc; book_vehicle(w, s, b, 1.0)",
    ): "what is booked is by the SoC of the battery, not that of the vehicle",
    Change(
        "station/observing/batteries.py",
        "remove_ready",
        "w.pools[p].ready -= 1; b = take_ready_battery(w, s, p)",
        "b = take_ready_battery(w, s, p); w.pools[p].ready -= 1",
    ): "which battery is taken does not depend on how many are ready",
    Change(
        "station/charge.py",
        "release",
        "charger.suspended = 0; station.suspended -= 1",
        "station.suspended -= 1; charger.suspended = 0",
    ): "a flag of the charger and a count of the station, which only have the same name",
    Change(
        "station/charge.py",
        "unplug",
        "release(w, s, c); log_charge(w, s, ROW_UNPLUGGED, c, b, w.batteries[b].soc, 0.0)",
        "log_charge(w, s, ROW_UNPLUGGED, c, b, w.batteries[b].soc, 0.0); release(w, s, c)",
    ): "a release writes no row and no SoC, and a row nothing that a release reads",
    Change(
        "station/limits.py",
        "change_limit",
        "_know_charges(w, s); log_station(w, s, ROW_LIMIT, limit_kw)",
        "log_station(w, s, ROW_LIMIT, limit_kw); _know_charges(w, s)",
    ): "where rows are written no charge cools in silence, and of reservations no row tells",
    Change(
        "station/consequences.py",
        "begin_swap",
        "w.batteries[vehicle.battery].station = s; log_swap(w, s, ROW_SWAP_BEGIN, v, taken, soc)",
        "log_swap(w, s, ROW_SWAP_BEGIN, v, taken, soc); w.batteries[vehicle.battery].station = s",
    ): "the row tells of the battery that is taken, and its station is the one at hand",
    Change(
        "station/accumulators.py",
        "set_battery_state_since",
        "_book_state(w, s, b, state, hour, rest_s); _count_state(w, s, b, state)",
        "_count_state(w, s, b, state); _book_state(w, s, b, state, hour, rest_s)",
    ): "one adds up seconds, the other batteries; both read the state, which is set after them",
    Change("station/reserving.py", "is_limited", "0", "-1"): _RESERVES_EARLY,
    Change(
        "station/seeing.py",
        "see_stations",
        "row.bays_out = station.bays_out; "
        "row.bays_busy = parameters.bays - station.bays_out - station.idle_bays",
        "row.bays_busy = parameters.bays - station.bays_out - station.idle_bays; "
        "row.bays_out = station.bays_out",
    ): "the second is by the count of the station, not that of the row",
    Change(
        "fleet/driving.py",
        "divert",
        "count_fleet(w, v, t, SENT_ON); book_drive(w, v, hour, STATION_KM, vehicle.soc)",
        "book_drive(w, v, hour, STATION_KM, vehicle.soc); count_fleet(w, v, t, SENT_ON)",
    ): "one counts, the other adds up energy and distance, each in tables of its own",
    Change(
        "station/schedules.py",
        "begin_schedules",
        "_pend_limit(w, s); k = step_at(steps, station.first_hours, station.hours, clock, 0.0)",
        "k = step_at(steps, station.first_hours, station.hours, clock, 0.0); _pend_limit(w, s)",
    ): "which step is in force is read from tables that nothing changes",
    Change(
        "fleet/parameters.py", "no_fleet", "168", "169"
    ): "where no vehicle of a fleet drives, nobody asks for a destination",
    Change(
        "station/observing/batteries.py",
        "add_not_ready",
        "log_charge(w, s, ROW_BATTERY_SEEN, NONE, b, soc, NO_VALUE); join_charge_queue(w, s, b)",
        "join_charge_queue(w, s, b); log_charge(w, s, ROW_BATTERY_SEEN, NONE, b, soc, NO_VALUE)",
    ): "to join the queue writes no row, and the row has the SoC that was seen",
    Change(
        "station/charge.py",
        "_anchor",
        "charger.soc = battery.soc; charger.target = max(battery.soc, "
        "kind.full_soc if charger.ready else kind.ready_soc)",
        "charger.target = max(battery.soc, "
        "kind.full_soc if charger.ready else kind.ready_soc); charger.soc = battery.soc",
    ): "the target is by the SoC of the battery, not that of the charger",
    Change("station/log_rows.py", "logging", "0", "-1"): _ONE_ROW,
    Change(
        "swap.py", "advance", "control.cursor = control.first", ""
    ): "whoever advances a world begins a slab before (`begin_slab`), which does the same",
    Change(
        "station/racks.py", "join_queue_first", "1", "2"
    ): "of this flag it is only asked whether it is 0",
    Change(
        "station/cooling.py", "_from_return_s", "0.0", "0.01"
    ): "a time constant between 0 and a hundredth of a second goes the long way, to the same bits",
    Change(
        "station/sharing.py", "await_power", "1", "2"
    ): "of this flag it is only asked whether it is 0",
    Change(
        "station/limits.py",
        "begin_limit",
        "w.parameters.stations[s].limits > 1",
        "w.parameters.stations[s].limits >= 1",
    ): _RESERVES_EARLY,
    Change(
        "wheel.py", "take_next", "below.key < key", "below.key <= key"
    ): "no two pending events have the same key",
}
