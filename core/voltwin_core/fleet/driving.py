"""The life of a vehicle between its visits: drives to stations, retries, being towed. Trips are in
`departures.py`.

Each function makes one change complete: log row, state, and the event that comes next.
docs/model.md §3 is the text.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.calendar import hour_of
from voltwin_core.event_list import event_key
from voltwin_core.fleet.accumulators import count_fleet, sum_energy
from voltwin_core.fleet.cells import (
    BEGUN_KWH,
    REFUSED,
    SENT_ON,
    SERVED,
    STATION_KM,
    STRANDINGS,
    TO_STATIONS,
    TOWED,
    TOWED_KWH,
)
from voltwin_core.fleet.choosing import choose_station, class_of, soc_after
from voltwin_core.fleet.departures import cancel_trip, depart, draw_destination, make_trip, park
from voltwin_core.fleet.drives import (
    ROAD,
    book_drive,
    factor_of_next,
    is_fleet,
    log_drive,
    log_standing,
    pend,
    set_out,
    soc_there,
)
from voltwin_core.fleet.state import INSIDE, PARKED, RETRIES, SEEKS, STRANDED, TO_STATION
from voltwin_core.fleet.trips import initial_soc
from voltwin_core.jit import kernel
from voltwin_core.linked import NONE
from voltwin_core.station.events import (
    BEGIN,
    ROW_DIVERTED,
    ROW_PARKED,
    ROW_STRANDED,
    ROW_TO_STATION,
    ROW_TOWED,
    TRIP_END,
    WAKE,
)
from voltwin_core.station.wear import ages
from voltwin_core.wheel import turn_in

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def on_start(w: "World", v: int, t: float) -> None:
    """The vehicle stands at home (row `parked`); its first departure becomes pending, and the begin
    of the next vehicle: of those at rank 0 it is the next in any case."""
    if v + 1 < len(w.drivers):
        turn_in(w.road, ROAD, v + 1, t, event_key(BEGIN, len(w.stations) + v + 1))
    driver = w.drivers[v]
    driver.place = w.parameters.fleet.vehicles[v].home
    driver.goal = NONE
    b = int(w.vehicles[v].battery)
    soc = initial_soc(w.parameters.fleet, w.control[0].key, v)
    w.batteries[b].soc = soc
    if ages(w, b):
        w.wear[b].low_soc = soc
        w.wear[b].top_soc = soc
    sum_energy(w, v, t, BEGUN_KWH, soc * w.batteries[b].capacity_kwh)
    log_standing(w, v, t, ROW_PARKED, driver.place, NONE, math.nan)
    park(w, v, t)


@kernel
def on_wake(w: "World", v: int, t: float) -> None:
    """What the vehicle waited for is due: a departure, another try, or the tow home."""
    doing = w.drivers[v].doing
    if doing == STRANDED:
        _tow(w, v, t)
    elif doing == PARKED:
        _depart(w, v, t)
    else:
        _seek_station(w, v, t)


@kernel
def _depart(w: "World", v: int, t: float) -> None:
    """A trip is due: it begins, is cancelled, or the vehicle seeks a station."""
    hour, factor = hour_of(w.parameters.clock, t), factor_of_next(w, v)
    parked_at = depart(w, v, t, hour, draw_destination(w, v), factor)
    if w.drivers[v].doing == PARKED:
        park(w, v, parked_at)
    elif w.drivers[v].doing == SEEKS:
        _seek_station(w, v, t)


@kernel
def on_trip_end(w: "World", v: int, t: float) -> int:
    """The drive ends: return the station that the vehicle is at. Where it was a trip, its SoC is
    below the threshold: it seeks a station, and NONE is returned."""
    driver = w.drivers[v]
    if driver.doing == TO_STATION:
        driver.doing = INSIDE
        return int(w.parameters.fleet.places[driver.place].station)
    driver.goal = NONE
    driver.diversions = 0
    _seek_station(w, v, t)
    return NONE


@kernel
def on_served(w: "World", v: int, t: float) -> None:
    """The vehicle leaves a station with a new battery: its trip goes on, or it parks there."""
    driver = w.drivers[v]
    count_fleet(w, v, t, SERVED)
    if driver.goal == NONE:
        park(w, v, t)
        return
    goal, driver.goal = int(driver.goal), NONE
    soc, hour = soc_there(w, v, goal, factor_of_next(w, v)), hour_of(w.parameters.clock, t)
    if soc >= class_of(w, v).floor_soc:
        t = make_trip(w, v, t, hour, goal, soc)
    else:
        t = cancel_trip(w, v, t, hour, goal)
    if driver.doing == PARKED:
        park(w, v, t)


@kernel
def on_lost(w: "World", v: int, t: float) -> None:
    """The vehicle leaves a station as it came: it parks there and tries again after a while."""
    count_fleet(w, v, t, REFUSED)
    on_unseen(w, v, t)


@kernel
def on_unseen(w: "World", v: int, t: float) -> None:
    """The vehicle does so without having been lost, as it was not seen in its line."""
    driver = w.drivers[v]
    driver.doing = RETRIES
    driver.diversions = 0
    pend(w, v, t + class_of(w, v).retry_s, WAKE)


@kernel
def divert(w: "World", s: int, v: int, t: float) -> int:
    """The vehicle drives on from station `s` to the next best (row `diverted`), which is returned;
    NONE if none is in reach."""
    vehicle, driver = w.vehicles[v], w.drivers[v]
    place = w.parameters.fleet.extent[0].zones + s
    factor = factor_of_next(w, v)
    other = choose_station(w, v, vehicle.soc, place, factor, t, s)
    if other == NONE:
        return NONE
    to = w.parameters.fleet.extent[0].zones + other
    vehicle.soc = soc_after(w, v, vehicle.soc, place, to, factor)
    driver.place = place
    driver.diversions += 1
    hour = hour_of(w.parameters.clock, t)
    set_out(w, v, t, hour, to, TO_STATION)
    log_drive(w, v, t, ROW_DIVERTED, s, vehicle.soc)
    if is_fleet(w):
        count_fleet(w, v, t, SENT_ON)
        book_drive(w, v, hour, STATION_KM, vehicle.soc)
    pend(w, v, driver.arrives_at, TRIP_END)
    return other


@kernel
def _seek_station(w: "World", v: int, t: float) -> None:
    """The vehicle drives to a station (row `to_station`), or is stranded (row `stranded`)."""
    driver, battery = w.drivers[v], w.batteries[w.vehicles[v].battery]
    origin, factor = int(driver.place), factor_of_next(w, v)
    s = choose_station(w, v, battery.soc, origin, factor, t, NONE)
    if s == NONE:
        driver.doing = STRANDED
        until = t + class_of(w, v).tow_s
        log_standing(w, v, t, ROW_STRANDED, origin, NONE, until)
        count_fleet(w, v, t, STRANDINGS)
        pend(w, v, until, WAKE)
        return
    to = w.parameters.fleet.extent[0].zones + s
    soc = soc_after(w, v, battery.soc, origin, to, factor)
    hour = hour_of(w.parameters.clock, t)
    set_out(w, v, t, hour, to, TO_STATION)
    log_drive(w, v, t, ROW_TO_STATION, s, soc)
    count_fleet(w, v, t, TO_STATIONS)
    book_drive(w, v, hour, STATION_KM, soc)
    pend(w, v, driver.arrives_at, TRIP_END)


@kernel
def _tow(w: "World", v: int, t: float) -> None:
    """The vehicle stands at home, fully charged (row `towed`), and is parked there."""
    driver, battery = w.drivers[v], w.batteries[w.vehicles[v].battery]
    full_soc = w.parameters.battery_types[class_of(w, v).battery_type].full_soc
    origin, driver.place = int(driver.place), w.parameters.fleet.vehicles[v].home
    kwh = (full_soc - battery.soc) * battery.capacity_kwh
    battery.soc = full_soc
    if ages(w, w.vehicles[v].battery):
        w.wear[w.vehicles[v].battery].top_soc = full_soc
    battery.throughput_kwh += kwh
    driver.goal = NONE
    log_standing(w, v, t, ROW_TOWED, origin, driver.place, math.nan)
    count_fleet(w, v, t, TOWED)
    sum_energy(w, v, t, TOWED_KWH, kwh)
    park(w, v, t)
