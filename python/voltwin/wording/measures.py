"""What measures are called in sentences, tables and figures."""

# Of the usual ones, and those of a fleet. Of others, the name of the KPI says it.
_LABELS = {
    "lost_share": "lost share",
    "served_share": "served share",
    "within_target_share": "share within target",
    "wait_mean_s": "mean wait",
    "wait_p50_s": "median wait",
    "wait_p95_s": "95 % wait",
    "wait_p99_s": "99 % wait",
    "bay_utilisation": "bays in use",
    "charger_utilisation": "chargers charging",
    "charger_cooling_share": "chargers cooling",
    "charger_suspended_share": "chargers without power",
    "grid_kwh": "energy drawn",
    "delivered_kwh": "energy delivered",
    "peak_kw": "peak power",
    "observed_h": "time observed",
    "trip_km": "distance of trips",
    "station_km": "distance to stations",
    "station_km_share": "share of distance to stations",
    "driven_kwh": "energy of drives",
    "towed_kwh": "energy charged when towed",
    "kwh_per_km": "energy per km",
    "km_per_vehicle_day": "km per vehicle and day",
    "trips_per_vehicle_day": "trips per vehicle and day",
    "swaps_per_vehicle_day": "swaps per vehicle and day",
}
_SUFFIXES = ("_s", "_kwh", "_kw", "_h")


def label_of(measure: str) -> str:
    """Return what a measure is called: `lost share`, `95 % wait`."""
    if measure in _LABELS:
        return _LABELS[measure]
    ending = next((end for end in _SUFFIXES if measure.endswith(end)), "")
    return measure.removesuffix(ending).replace("_", " ")
