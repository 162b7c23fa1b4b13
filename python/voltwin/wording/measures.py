"""What measures are called in sentences, tables and figures."""

# Of the usual ones. Of others, the name of the KPI says it.
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
}
_SUFFIXES = ("_s", "_kwh", "_kw", "_h")


def label_of(measure: str) -> str:
    """Return what a measure is called: `lost share`, `95 % wait`."""
    if measure in _LABELS:
        return _LABELS[measure]
    ending = next((end for end in _SUFFIXES if measure.endswith(end)), "")
    return measure.removesuffix(ending).replace("_", " ")
