"""Items of an outbox come back from their files as they were."""

from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.store.interface import Chunk
from voltwin.store.outbox.files import StatusChange, read_item, write_item
from voltwin.store.records import Status

OWNER = UUID(int=7)


@given(
    key=st.text(st.characters(exclude_categories=["Cs"])),
    texts=st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]))),
    numbers=st.lists(st.floats(allow_nan=False)),
)
def test_items_come_back_from_files_as_they_were(
    tmp_path_factory: pytest.TempPathFactory,
    key: str,
    texts: list[str | None],
    numbers: list[float],
) -> None:
    encoded = pa.array(texts, pa.string()).dictionary_encode()
    tables = {"a": pa.table({"t": encoded}), "b": pa.table({"x": pa.array(numbers, pa.float64())})}
    path = write_item(tmp_path_factory.mktemp("outbox"), 0, Chunk(OWNER, key, tables))
    assert read_item(path) == Chunk(OWNER, key, tables)


@pytest.mark.parametrize(
    "change",
    [
        StatusChange(OWNER, Status.RUNNING),
        StatusChange(OWNER, Status.FAILED, error="out of memory"),
        StatusChange(OWNER, Status.COMPLETED, compute_time_ms=0.1, replications=3),
    ],
)
def test_changes_of_status_come_back_from_files(tmp_path: Path, change: StatusChange) -> None:
    assert read_item(write_item(tmp_path, 3, change)) == change
