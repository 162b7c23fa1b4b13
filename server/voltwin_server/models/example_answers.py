"""Answers of a server about the scenario of the examples, cut short, for the description."""

from typing import Any

from voltwin_server.models.example_scenario import CHANGES, ID

_LATER_ID = "0190c5a1-6a32-7c1e-9b5f-3d0c52a7e914"
_LOST_SHARE = {"name": "lost_share", "unit": "1", "meaning": "lost / arrivals"}

SCENARIO_INFO: dict[str, Any] = {
    "id": _LATER_ID,
    "parent_id": ID,
    "name": "two more in the south",
    "changes": CHANGES,
    "digest": "65d31cb9a5e2febab99b5e950c3cf309876320bb",
    "stations": 2,
    "created_at": "2026-11-22T09:34:45.264723Z",
}
VALIDITY: dict[str, Any] = {
    "name": "two stations",
    "stations": 2,
    "regions": ["North", "South"],
    "start": "2026-01-05T00:00:00+01:00",
    "horizon_s": 86400.0,
    "measures": ["arrivals", "swaps", "lost", "lost_share", "wait_mean_s"],
}
STATION: dict[str, Any] = {
    "id": "north",
    "name": "north",
    "region": "North",
    "lon": 8.66,
    "lat": 50.14,
}
RUN: dict[str, Any] = {
    "id": _LATER_ID,
    "scenario_id": ID,
    "scenario_name": "two stations",
    "experiment_id": _LATER_ID,
    "experiment_kind": "replications",
    "variant": 0,
    "status": "COMPLETED",
    "seed": 1,
    "replications": 4,
    "sim_start": "2026-01-05T00:00:00+01:00",
    "sim_end": "2026-01-06T00:00:00+01:00",
    "created_at": "2026-11-22T09:34:45.339654Z",
    "compute_time_ms": 294.0,
    "error": None,
    "progress": None,
    "waiting_before": None,
}
KPIS: dict[str, Any] = {
    "run_id": _LATER_ID,
    "status": "COMPLETED",
    "replications": [0, 1, 2, 3],
    "measures": [
        {
            **_LOST_SHARE,
            "n": 4,
            "mean": 0.21198096358565854,
            "low": 0.17707251666858947,
            "high": 0.2468894105027276,
            "half_width": 0.03490844691706907,
            "values": [
                0.23940677966101695,
                0.18627450980392157,
                0.21495327102803738,
                0.2072892938496583,
            ],
        }
    ],
    "tables": ["regions", "stations", "hours"],
}
_STATIONS: dict[str, Any] = {"name": "station_id", "unit": "", "meaning": "id of the station"}
TABLE: dict[str, Any] = {
    "rows": 2,
    "columns": [
        {**_STATIONS, "values": ["north", "south"]},
        {
            **_LOST_SHARE,
            "values": [0.05879944199762641, 0.300297588303602],
            "half_widths": [0.03556696384146387, 0.0555775131739377],
        },
    ],
}
EXPLANATION: dict[str, Any] = {
    "until_s": 86400.0,
    "summary": "The station loses or delays vehicles. What binds: chargers at 1. The best next "
    "unit would save 6 of 8 vehicles lost.",
    "table": {"rows": 1, "columns": [{**_STATIONS, "name": "station", "values": ["north"]}]},
}
EXPERIMENT: dict[str, Any] = {
    "id": _LATER_ID,
    "kind": "comparison",
    "name": "two stations",
    "status": "COMPLETED",
    "scenario_id": ID,
    "variants": 3,
    "replications": 5,
    "seed": 1,
    "until_s": 86400.0,
    "by": "local",
    "asked_at": "2026-11-22T09:34:54.919662Z",
    "ended_at": "2026-11-22T09:34:55.896437Z",
    "error": None,
    "tables": ["differences", "summary", "runs"],
    "progress": None,
}
EFFECTS: dict[str, Any] = {
    "pairs": 6,
    "of": 6,
    "measures": [
        {
            **_LOST_SHARE,
            "n": 6,
            "base": 0.20344750190820135,
            "value": 0.11817675958341306,
            "difference": -0.08527074232478829,
            "low": -0.09620816714875388,
            "high": -0.0743333175008227,
            "relative": -0.41912897197068444,
        }
    ],
}
