"""Logs from files: which columns they have, what times mean, and what is refused."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from voltwin.calibration.columns import columns_of, seconds_in
from voltwin.calibration.log import Log
from voltwin.calibration.reading import HowToRead, read_log
from voltwin.scenario.errors import ScenarioError

PLAIN = HowToRead()


def read(tmp_path: Path, text: str, how: HowToRead = PLAIN, name: str = "log.csv") -> Log:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_log(file, how)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            "arrival,departure,station_id",
            {"time": "arrival", "station": "station_id", "end": "departure"},
        ),
        ("Timestamp;SoC [%];Site", {"time": "Timestamp", "station": "Site", "soc": "SoC [%]"}),
        ("departure_time,passengers", {"time": "departure_time"}),
        ("swap begin,swap end", {"time": "swap begin", "begin": "swap begin", "end": "swap end"}),
        ("arrived_at,duration_min", {"time": "arrived_at", "duration": "duration_min"}),
    ],
)
def test_columns_are_known_by_their_names(header: str, found: dict[str, str]) -> None:
    columns = header.replace(";", ",").split(",")
    assert columns_of("log.csv", columns, {}) == found


def test_a_column_that_is_told_counts_and_one_that_is_left_out_does_not() -> None:
    told = {"time": "came", "station": None}
    assert columns_of("log.csv", ["came", "time", "station"], told) == {"time": "came"}


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"sok": "a"}, 'column sok: is no field; did you mean "soc"?'),
        ({"time": "arival"}, 'log.csv: has no column "arival"; did you mean "arrival"?'),
        ({"time": None}, 'log.csv: no column is taken as the time of arrival; .*"arrival"'),
    ],
)
def test_columns_that_are_not_there_are_refused(told: dict[str, str | None], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        columns_of("log.csv", ["arrival"], told)


@pytest.mark.parametrize(
    ("column", "seconds"), [("duration [min]", 60.0), ("duration_h", 3600.0), ("duration", None)]
)
def test_units_of_durations(column: str, seconds: float | None) -> None:
    assert seconds_in(column) == seconds


def test_rows_are_put_in_order_of_time(tmp_path: Path) -> None:
    log = read(tmp_path, "time,soc,station\n2026-01-05 08:00,0.3,b\n2026-01-05 07:00,0.2,a\n")
    assert log.at.tolist() == [np.datetime64(f"2026-01-05T0{h}:00", "s").item() for h in (7, 8)]
    assert log.soc is not None
    assert log.soc.tolist() == [0.2, 0.3]
    assert [log.stations[number] for number in log.station] == ["a", "b"]
    assert log.utc_offset_s is None


def test_hours_are_local_as_they_are_written(tmp_path: Path) -> None:
    log = read(tmp_path, "time\n2026-03-28T23:00:00+01:00\n2026-03-29T23:00:00+02:00\n")
    assert [at.hour for at in log.at.tolist()] == [23, 23]
    assert any("2 offsets from UTC, as with daylight saving" in note for note in log.notes)


def test_times_in_utc_are_doubted_and_moved_when_told(tmp_path: Path) -> None:
    text = "time\n2026-01-05T22:00:00Z\n"
    assert any("Times are in UTC" in note for note in read(tmp_path, text).notes)
    moved = read(tmp_path, text, HowToRead(utc_offset="+08:00"))
    assert moved.at[0] == np.datetime64("2026-01-06T06:00:00")
    assert moved.utc_offset_s == 8 * 3600


def test_service_is_from_begin_to_end_across_a_change_of_offset(tmp_path: Path) -> None:
    first = "2026-03-29T00:30:00+00:00,2026-03-29T02:30:00+01:00"
    text = f"arrival,departure\n{first}\n2026-03-29 09:00,\n"
    log = read(tmp_path, text)
    assert log.service_s is not None
    assert log.service_s[0] == 3600.0
    assert np.isnan(log.service_s[1])
    assert any("a wait before it began would be part of it" in note for note in log.notes)


def test_what_is_neither_fraction_nor_percent_is_refused(tmp_path: Path) -> None:
    text = "time,soc\n2026-01-05T08:00,0.2\n2026-01-05T09:00,1.02\n"
    with pytest.raises(ScenarioError, match=r'column "soc": the largest is 1.02: neither'):
        read(tmp_path, text)


def test_percents_become_fractions_and_it_is_said(tmp_path: Path) -> None:
    log = read(tmp_path, "time,soc\n2026-01-05,20\n2026-01-05,35 %\n2026-01-05,\n")
    assert log.soc is not None
    assert log.soc[:2].tolist() == [0.2, 0.35]
    assert 'Column "soc" is taken as percent.' in log.notes


def test_compressed_files_and_parquet_are_read_alike(tmp_path: Path) -> None:
    text = "time,station\n2026-01-05 07:00:00+08:00,a\n2026-01-05 08:00:00+08:00,b\n"
    plain = read(tmp_path, text)
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    times = pa.array(plain.at).cast(pa.timestamp("us")).to_numpy() - np.timedelta64(8, "h")
    table: dict[str, Any] = {
        "time": pa.array(times, pa.timestamp("us", "+08:00")),
        "station": pa.array(["a", "b"]),
    }
    parquet.write_table(pa.table(table), tmp_path / "log.parquet")
    for file in (packed, tmp_path / "log.parquet"):
        log = read_log(file, PLAIN)
        assert (log.at == plain.at).all()
        assert log.stations == plain.stations
        assert log.utc_offset_s == 8 * 3600
        assert log.name == "log"


def test_rows_are_kept_where_columns_have_values(tmp_path: Path) -> None:
    text = "time,state\n2026-01-05,1\n2026-01-06,2\n"
    assert len(read(tmp_path, text, HowToRead(where={"state": 1}))) == 1
    with pytest.raises(ScenarioError, match="no row is left by `where`"):
        read(tmp_path, text, HowToRead(where={"state": 3}))
    with pytest.raises(ScenarioError, match='has no column "stat"; did you mean "state"'):
        read(tmp_path, text, HowToRead(where={"stat": 3}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "time\n05.01.2026 07:00\n",
            r'log.csv:2: column "time": "05.01.2026 07:00" is no time; a da',
        ),
        ("time,soc\n,0.2\n", 'log.csv:2: column "time": has no time'),
        ("time,soc\n2026-01-05,half\n", 'log.csv:2: column "soc": "half" is no number'),
        ("time,soc\n2026-01-05,120\n", "120 is no state of charge from 0 to 1, or to 100 %"),
        ("time,duration\n2026-01-05,-3\n", "-3 is no duration from 0 to 30 days"),
        ("time,end\n2026-01-05 07:00,2026-01-05 06:00\n", '"end": is before it began'),
        ("time,end\n2026-01-05,2026-03-05\n", "is more than 30 days after it began"),
        ("time,soc\n2026-01-05\n", "log.csv:2: has 1 cell, where the first line has 2"),
        ("time\n", "log.csv: has no rows"),
        ("", "log.csv: is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ScenarioError, match=message):
        read(tmp_path, text)


def test_bad_rows_are_left_out_when_told_and_counted(tmp_path: Path) -> None:
    text = "time,soc\n2026-01-05,0.2\nyesterday,0.3\n2026-01-06,0.9,1\n"
    log = read(tmp_path, text, HowToRead(skip_bad_rows=True))
    assert len(log) == 1
    assert log.notes[-1] == "2 rows could not be read, and are left out."


def test_files_that_are_no_logs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_log(tmp_path / "none.csv", PLAIN)
    broken = tmp_path / "log.csv.gz"
    broken.write_bytes(gzip.compress(b"time\n2026-01-05\n")[:-9])
    with pytest.raises(ScenarioError, match="cannot be unpacked"):
        read_log(broken, PLAIN)
    other = tmp_path / "log.parquet"
    other.write_bytes(b"PAR1 but nothing else")
    with pytest.raises(ScenarioError, match="cannot be read as Parquet"):
        read_log(other, PLAIN)
