"""The file of a snapshot: it holds what was put in, or says in one line why it cannot be read."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from voltwin_bindings.nested import Array
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_bindings.snapshot_file import (
    Content,
    from_bytes,
    is_snapshot,
    read_snapshot,
    to_bytes,
    write_snapshot,
)
from voltwin_core.record import F64, I8, Record, as_array


class Row(Record):
    """A row of a table."""

    mode: I8
    since: F64


CONTENT = Content({"seed": 7, "now": 0.1}, {"a": np.arange(5.0), "b": np.zeros(0, np.int32)})

DTYPES = st.sampled_from([np.int8, np.int32, np.int64, np.uint64, np.float64])
SHAPES = arrays_of.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=5)
ARRAYS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    arrays_of.arrays(DTYPES, SHAPES),
    max_size=4,
)
VALUES = st.dictionaries(st.text(max_size=5), st.floats(allow_nan=False) | st.text(), max_size=3)


@given(VALUES, ARRAYS)
def test_what_is_put_in_comes_out_bit_by_bit(
    values: dict[str, float | str], arrays: dict[str, Array]
) -> None:
    content = from_bytes(to_bytes(Content(values, arrays)))
    assert content.values == values
    assert content.arrays.keys() == arrays.keys()
    for name, array in content.arrays.items():
        assert (array.dtype, array.shape) == (arrays[name].dtype, arrays[name].shape)
        assert array.tobytes() == arrays[name].tobytes()
        assert array.flags.writeable


def test_tables_come_as_the_bytes_of_their_rows() -> None:
    rows = Row.table(2)
    as_array(rows)["since"] = (1.5, -2.5)
    found = from_bytes(to_bytes(Content({}, {"rows": as_array(rows)}))).arrays["rows"]
    assert found.dtype == np.dtype(f"V{Row.dtype.itemsize}")
    assert found.view(Row.dtype)["since"].tolist() == [1.5, -2.5]


# --- what is no whole snapshot --------------------------------------------------------------------

WHOLE = to_bytes(CONTENT)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_short_anywhere_is_refused(length: int) -> None:
    with pytest.raises(SnapshotError, match=r"^is (damaged or cut short|no snapshot|empty)"):
        from_bytes(WHOLE[:length])


@example(WHOLE.index(b"1\n"), 64)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_file_with_any_byte_changed_is_refused(at: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] ^= change
    with pytest.raises(SnapshotError, match=r"^is (damaged or cut short|no snapshot|.* of format)"):
        from_bytes(bytes(damaged))


def test_a_later_format_is_told_by_its_number() -> None:
    later = WHOLE.replace(b"snapshot 1\n", b"snapshot 2\n", 1)
    with pytest.raises(
        SnapshotError, match=r"of format 2, and this .* reads format 1 alone; go on"
    ):
        from_bytes(later)


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"", "is empty, no snapshot"), (b"PK\x03\x04", "is no snapshot of Voltwin")],
)
def test_foreign_files_are_named_with_what_they_are_not(
    tmp_path: Path, data: bytes, what: str
) -> None:
    file = tmp_path / "a.snapshot"
    file.write_bytes(data)
    with pytest.raises(SnapshotError) as refused:
        read_snapshot(file)
    assert str(refused.value) == f"{file}: {what}"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"absent: there is no such file$"):
        read_snapshot(tmp_path / "absent")
    with pytest.raises(SnapshotError, match=r"cannot be read: Is a directory$"):
        read_snapshot(tmp_path)


# --- writing --------------------------------------------------------------------------------------


def test_a_snapshot_takes_the_place_of_an_earlier_one_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.snapshot"
    for seed in (1, 2):
        write_snapshot(file, Content({"seed": seed}, {}))
        assert read_snapshot(file).values == {"seed": seed}
    assert list(tmp_path.iterdir()) == [file]
    assert is_snapshot(file)


def test_what_is_no_snapshot_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "thesis.yaml"
    file.write_text("precious")
    assert not is_snapshot(file)
    with pytest.raises(SnapshotError, match=r"thesis\.yaml: is no snapshot, and would be lost"):
        write_snapshot(file, CONTENT)
    assert file.read_text() == "precious"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="is a folder; name a file"):
        write_snapshot(tmp_path, CONTENT)
    with pytest.raises(SnapshotError, match=r"there is no folder .*absent; make it first"):
        write_snapshot(tmp_path / "absent" / "a.snapshot", CONTENT)


def test_nothing_half_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.snapshot"
    write_snapshot(file, CONTENT)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SnapshotError, match="cannot be written: No space left on device"):
        write_snapshot(file, Content({}, {}))
    assert list(tmp_path.iterdir()) == [file]
    assert read_snapshot(file).values == CONTENT.values
