"""Answers of a server about a twin of the examples' scenario, for the description."""

from typing import Any

from voltwin_server.models.example_scenario import ID

_TWIN_ID = "0190c5a1-7c11-7d20-8a3e-52d1f0b6c9aa"

TWIN: dict[str, Any] = {
    "id": _TWIN_ID,
    "name": "the city today",
    "by": "ann",
    "created_at": "2026-11-22T09:34:45.264723Z",
    "origin": {"kind": "scenario", "id": ID, "at_s": None},
    "seed": 1,
    "stations": 2,
    "vehicles": 0,
    "start": "2026-01-05T00:00:00+01:00",
    "horizon_s": 86400.0,
    "state": "playing",
    "now_s": 21600.0,
    "wanted_speed": 600.0,
    "speed": 598.7,
    "late": False,
    "commands": 3,
    "watchers": 1,
    "bytes": 3221225,
}
SNAPSHOT: dict[str, Any] = {
    "id": "0190c5a1-9d40-7b1f-a6d0-1c8f7a3b2e11",
    "twin_id": _TWIN_ID,
    "by": "ann",
    "created_at": "2026-11-22T09:40:12.101522Z",
    "now_s": 21600.0,
}
STATIONS_NOW: dict[str, Any] = {
    "now_s": 21600.0,
    "stations": ["north", "south"],
    "columns": {
        "open": [1, 1],
        "ready": [7, 3],
        "charging": [5, 6],
        "waiting": [0, 3],
        "bays_busy": [1, 1],
        "bays_out": [0, 0],
        "chargers_out": [0, 0],
        "queue": [0, 2],
        "power_kw": [231.5, 402.0],
        "limit_kw": [450.0, None],
        "swaps": [31, 52],
        "lost": [0, 4],
    },
}
DID: dict[str, Any] = {
    "number": 3,
    "by": "ann",
    "wall": "2026-11-22T09:34:45.264723Z",
    "now": 21600.0,
    "do": "speed",
    "speed": 600.0,
    "seconds": None,
    "at": None,
    "made": None,
    "observations": None,
    "why": None,
}
REPORT: dict[str, Any] = {
    "id": "m-17",
    "at": 0,
    "station": "north",
    "stock": {"ready": 5, "not_ready": 3},
    "queue": 2,
}
BOOKED: dict[str, Any] = {
    "number": 0,
    "id": "m-17",
    "station": "north",
    "at": 0.0,
    "became": "booked",
    "reason": "",
}
BAND_TABLE: dict[str, Any] = {
    "rows": 1,
    "columns": [
        {"name": "station", "unit": "", "meaning": "", "values": ["north"]},
        {"name": "measure", "unit": "", "meaning": "", "values": ["ready"]},
        {"name": "q50", "unit": "", "meaning": "", "values": [4.0]},
    ],
}
REGION_TABLE: dict[str, Any] = {
    "rows": 1,
    "columns": [
        {"name": "region", "unit": "", "meaning": "", "values": ["centre"]},
        *BAND_TABLE["columns"][1:],
    ],
}
SCORE_TABLE: dict[str, Any] = {
    "rows": 1,
    "columns": [
        {"name": "measure", "unit": "", "meaning": "", "values": ["ready"]},
        {"name": "n", "unit": "", "meaning": "", "values": [18]},
        {"name": "coverage_90", "unit": "", "meaning": "", "values": [0.89]},
    ],
}
