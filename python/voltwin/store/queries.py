"""Questions about runs as SQL that every store answers, and answers alike.

store.query(AVERAGE_WAIT.sql, {"run": run_id, "replication": 0, "region": "Centre"})
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voltwin.travel.great_circle import EARTH_KM


@dataclass(frozen=True)
class Query:
    """A question that `Store.query` answers.

    Attributes:
        name: of the question.
        what: a row of the answer is.
        sql: the text.
        parameters: what stands for each, by name.
    """

    name: str
    what: str
    sql: str
    parameters: Mapping[str, str]


_OF_REPLICATION = {"run": "id of the run", "replication": "its number, from 0"}

# When local time begins in the run, once: time zones take longer than all the rest.
_THE_RUN = """\
the_run AS (
    SELECT scenario_id, 1e6 * warm_up_s AS observed_from,
        sim_start AT TIME ZONE 'UTC' + utc_offset_s * INTERVAL '1 second' AS start
    FROM simulation_runs
    WHERE id = $run
)"""
# A KPI counts a swap when it is done, in the hour in which the vehicle arrived. How long that had
# waited is known when the swap begins: so begins are counted, but for swaps under way at the end,
# whose begin is the last that happened in their bay. Seconds that were added and subtracted are off
# by their last bit, which may be an hour's: hence microseconds.
_SWAPS = f"""\
WITH {_THE_RUN},
under_way AS (
    SELECT max(number) AS number
    FROM telemetry_events
    WHERE run_id = $run AND replication = $replication
      AND event_type IN ('swap_begin', 'swap_end')
    GROUP BY bay
    HAVING max(number) FILTER (WHERE event_type = 'swap_begin') = max(number)
),
swaps AS (
    SELECT station_id, wait_s, round(1e6 * (time_s - wait_s)) AS arrived
    FROM telemetry_events
    WHERE run_id = $run AND replication = $replication
      AND event_type = 'swap_begin'
      AND number NOT IN (SELECT number FROM under_way)
)"""
_HOUR = """\
date_bin(
        INTERVAL '1 hour',
        the_run.start + arrived * INTERVAL '1 microsecond',
        TIMESTAMP '2000-01-01 00:00:00'
    )"""

AVERAGE_WAIT = Query(
    "average wait by station",
    "a station of a region: the mean wait of the vehicles served [s], and how many they were; the "
    "columns wait_mean_s and swaps of the run's KPIs",
    f"""\
{_SWAPS}
SELECT s.name AS station, avg(wait_s) AS wait_mean_s, count(*) AS swaps
FROM swaps
CROSS JOIN the_run
JOIN stations s ON s.scenario_id = the_run.scenario_id AND s.id = swaps.station_id
WHERE s.region = $region AND arrived >= observed_from
GROUP BY s.id, s.name
ORDER BY s.name, s.id
""",
    {**_OF_REPLICATION, "region": "whose stations are asked about"},
)

ROLLING_WAIT = Query(
    "rolling hourly wait",
    "a local hour in which vehicles arrived that were served: their mean wait [s], as in the run's "
    "KPIs, and that of the three hours up to it",
    f"""\
{_SWAPS},
hours AS (
    SELECT {_HOUR} AS hour,
        sum(wait_s) AS wait_s,
        count(*) AS swaps
    FROM swaps
    CROSS JOIN the_run
    WHERE arrived >= observed_from
    GROUP BY 1
)
SELECT
    hour,
    wait_s / swaps AS wait_mean_s,
    sum(wait_s) OVER three_hours / sum(swaps) OVER three_hours AS rolling_wait_s
FROM hours
WINDOW three_hours AS (
    ORDER BY hour RANGE BETWEEN INTERVAL '2 hours' PRECEDING AND CURRENT ROW
)
ORDER BY hour
""",
    _OF_REPLICATION,
)

LOST_PER_HOUR = Query(
    "lost per hour",
    "a local hour in which vehicles arrived: how many, and how many of them were lost; the columns "
    "arrivals and lost of the run's KPIs",
    f"""\
WITH {_THE_RUN},
vehicles AS (
    SELECT event_type NOT IN ('arrival', 'vehicle_seen') AS is_lost,
        round(1e6 * (time_s - coalesce(wait_s, 0))) AS arrived
    FROM telemetry_events
    WHERE run_id = $run AND replication = $replication
      AND event_type IN ('arrival', 'vehicle_seen',
                         'lost_closed', 'lost_stockout', 'lost_queue_full', 'reneged')
)
SELECT {_HOUR} AS hour,
    count(*) FILTER (WHERE NOT is_lost) AS arrivals,
    count(*) FILTER (WHERE is_lost) AS lost
FROM vehicles
CROSS JOIN the_run
WHERE arrived >= observed_from
GROUP BY 1
ORDER BY 1
""",
    _OF_REPLICATION,
)

NEAREST_STATIONS = Query(
    "nearest stations",
    "a station of a scenario: its distance by great circle [km], the nearest first",
    f"""\
SELECT id, name, region, km
FROM (
    SELECT id, name, region,
        2 * {EARTH_KM} * asin(sqrt(least(1.0,
            power(sin(radians(lat - CAST($lat AS double precision)) / 2), 2)
            + cos(radians(lat)) * cos(radians(CAST($lat AS double precision)))
            * power(sin(radians(lon - CAST($lon AS double precision)) / 2), 2)
        ))) AS km
    FROM stations
    WHERE scenario_id = $scenario AND lon IS NOT NULL AND lat IS NOT NULL
) placed
ORDER BY km, id
LIMIT CAST($count AS bigint)
""",
    {
        "scenario": "id of the scenario",
        "lon": "[degrees] east",
        "lat": "[degrees] north",
        "count": "of stations",
    },
)

QUERIES = (AVERAGE_WAIT, ROLLING_WAIT, LOST_PER_HOUR, NEAREST_STATIONS)
