"""What comes part by part is read as one file, whatever the parts."""

import io
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from voltwin.client.streams import Received


@given(st.lists(st.binary(max_size=9), max_size=9), st.integers(1, 7))
def test_parts_are_read_as_one(parts: list[bytes], size: int) -> None:
    file = io.BufferedReader(Received(iter(parts)), buffer_size=size)
    read = iter(lambda: file.read(3), b"")
    assert b"".join(read) == b"".join(parts)


def test_no_part_is_asked_for_before_it_is_needed() -> None:
    asked: list[bytes] = []

    def parts() -> Iterator[bytes]:
        for part in (b"ab", b"cd"):
            asked.append(part)
            yield part

    file = Received(parts())
    assert (file.read(1), asked) == (b"a", [b"ab"])
