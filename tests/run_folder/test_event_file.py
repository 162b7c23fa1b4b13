"""The event log's file: what is written is what is read, and what readers need to be quick."""

from pathlib import Path

import polars
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyarrow import parquet

from voltwin.run_folder.event_file import EventFile
from voltwin.scenario import demo_city
from voltwin.simulation import Simulation
from voltwin_bindings.event_log import SCHEMA


def written(file: Path) -> pa.Table:
    """Write the log of an hour of two stations, in several batches, and return it."""
    batches = list(Simulation(demo_city(stations=2)).stream("3h"))
    with EventFile(file) as events:
        for batch in batches:
            events.write(batch)
    assert events.rows == sum(batch.num_rows for batch in batches) > 0
    return pa.Table.from_batches(batches)


def test_columns_types_and_values_come_back(tmp_path: Path) -> None:
    file = tmp_path / "events.parquet"
    log = written(file)
    back = parquet.read_table(file)
    assert back.schema.equals(SCHEMA, check_metadata=True)
    assert back.num_rows == log.num_rows
    for name in SCHEMA.names:
        one, other = (table.column(name).to_pandas() for table in (log, back))
        assert one.astype(str).equals(other.astype(str)) if name == "kind" else one.equals(other)


def test_file_is_compressed_and_says_what_its_row_groups_hold(tmp_path: Path) -> None:
    file = tmp_path / "events.parquet"
    log = written(file)
    group = parquet.ParquetFile(file).metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    packed = {"station", "vehicle", "battery", "charger", "bay"}
    short = {name for name, of in columns.items() if of.compression != "ZSTD"}
    assert short == {"kind", "soc", *packed}
    for name in packed:
        assert "DELTA_BINARY_PACKED" in columns[name].encodings
        assert columns[name].total_compressed_size < 2.5 * group.num_rows  # of 4 bytes
    assert "RLE_DICTIONARY" in columns["kind"].encodings
    begun = columns["time"].statistics
    assert begun is not None
    assert begun.min == pc.min(log["time"][: group.num_rows]).as_py()
    assert {name for name, of in columns.items() if of.statistics is not None} == {"time"}


def test_other_readers_find_the_same_numbers(tmp_path: Path) -> None:
    """Encodings are those of the format's second version, which not every reader knew at once."""
    file = tmp_path / "events.parquet"
    log = written(file).drop_columns(["kind"])
    assert polars.read_parquet(file).drop("kind").equals(polars.DataFrame(log))


@pytest.mark.usefixtures("interrupted_start")
def test_an_interrupt_as_the_thread_starts_meets_no_file(
    tmp_path: Path,
) -> None:
    with pytest.raises(KeyboardInterrupt):
        EventFile(tmp_path / "events.parquet")
    assert list(tmp_path.iterdir()) == []
