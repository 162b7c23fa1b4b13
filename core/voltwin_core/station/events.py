"""Ranks of pending events and kinds of log rows. docs/model.md explains each; values are stable.

At one instant pending events are processed by (rank, entity). Gaps are events of later releases.
"""

# Ranks, with the entity that makes the key unique.
BEGIN = 0  # station, or number of stations + vehicle: the start of the run
CHARGER_OUT = 1  # charger; a line of the script: chargers of the network + its number
CHARGER_IN = 2  # likewise
BAY_OUT = 3  # bay; a line of the script: bays of the network + its number
BAY_IN = 4  # likewise
TRUCK = 5  # number of the line: a truck arrives
INTERVENTION = 6  # number of the line: any other one
LIMIT = 7  # station: the grid limit changes
PRICE = LIMIT  # stations + station: the price crosses the station's threshold
OPEN = 8  # station
CLOSE = 9  # station
SWAP_END = 10  # vehicle
READY = 11  # charger
FULL = 12  # charger
COOLED = 13  # charger
TRIP_END = 14  # vehicle
ARRIVAL = 15  # station
PATIENCE = 16  # vehicle
WAKE = 17  # vehicle: a departure, another try at a station, the tow home

KINDS = (
    "arrival",
    "lost_closed",
    "lost_stockout",
    "lost_queue_full",
    "reneged",
    "wait_battery",
    "wait_bay",
    "claimed",
    "swap_begin",
    "swap_end",
    "placed",
    "cooled",
    "ready",
    "full",
    "unplugged",
    "suspended",
    "resumed",
    "limit",
    "opened",
    "closed",
    "diverted",
    "parked",
    "trip",
    "to_station",
    "trip_cancelled",
    "stranded",
    "towed",
    "set_point",
    "aged",
    "derated",
    "price_low",
    "price_high",
    "charger_out",
    "charger_in",
    "bay_out",
    "bay_in",
    "truck_leaves",
    "loaded",
    "truck_arrives",
    "unloaded",
    "observed",
    "battery_seen",
    "battery_unseen",
    "soc_simulated",
    "soc_seen",
    "vehicle_seen",
    "vehicle_unseen",
)
(
    ROW_ARRIVAL,
    ROW_LOST_CLOSED,
    ROW_LOST_STOCKOUT,
    ROW_LOST_QUEUE_FULL,
    ROW_RENEGED,
    ROW_WAIT_BATTERY,
    ROW_WAIT_BAY,
    ROW_CLAIMED,
    ROW_SWAP_BEGIN,
    ROW_SWAP_END,
    ROW_PLACED,
    ROW_COOLED,
    ROW_READY,
    ROW_FULL,
    ROW_UNPLUGGED,
    ROW_SUSPENDED,
    ROW_RESUMED,
    ROW_LIMIT,
    ROW_OPENED,
    ROW_CLOSED,
    ROW_DIVERTED,
    ROW_PARKED,
    ROW_TRIP,
    ROW_TO_STATION,
    ROW_TRIP_CANCELLED,
    ROW_STRANDED,
    ROW_TOWED,
    ROW_SET_POINT,
    ROW_AGED,
    ROW_DERATED,
    ROW_PRICE_LOW,
    ROW_PRICE_HIGH,
    ROW_CHARGER_OUT,
    ROW_CHARGER_IN,
    ROW_BAY_OUT,
    ROW_BAY_IN,
    ROW_TRUCK_LEAVES,
    ROW_LOADED,
    ROW_TRUCK_ARRIVES,
    ROW_UNLOADED,
    ROW_OBSERVED,
    ROW_BATTERY_SEEN,
    ROW_BATTERY_UNSEEN,
    ROW_SOC_SIMULATED,
    ROW_SOC_SEEN,
    ROW_VEHICLE_SEEN,
    ROW_VEHICLE_UNSEEN,
) = range(len(KINDS))
