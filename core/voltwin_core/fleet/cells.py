"""What a fleet's KPIs are summed in: cells of (vehicle class, local hour of the event).

The order of the names is the order of the columns.
"""

FLEET_COUNTS = (
    *("trips", "trips_cancelled", "drives_to_stations"),
    *("swaps", "lost", "diverted", "stranded", "towed"),
)
TRIPS, CANCELLED, TO_STATIONS, SERVED, REFUSED, SENT_ON, STRANDINGS, TOWED = range(
    len(FLEET_COUNTS)
)

FLEET_SUMS = ("trip_km", "station_km", "driven_kwh", "towed_kwh", "begun_kwh")
TRIP_KM, STATION_KM, DRIVEN_KWH, TOWED_KWH, BEGUN_KWH = range(len(FLEET_SUMS))
