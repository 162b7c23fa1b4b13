"""Whatever arrives as a frame: it is one, or it is refused with FrameError."""

import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames.lives import live, lives

from voltwin.frames import Decoder, Encoder, Frame, FrameError, Mirror
from voltwin.frames.layout import HEADER, STATIONS, VEHICLES, block_bytes
from voltwin.frames.packing import packed, unpacked
from voltwin_bindings.live import Live

ENCODER = Encoder()
FRAMES = [
    ENCODER.frame(seen, wall_s=1e9, speed=60.0, playing=True)
    for seen in (live(), live(place=(0, 1, 5, 6), ready=(0, 0, 0)))
]


@given(lives())
def test_what_is_unpacked_packs_to_the_same_bytes(seen: Live) -> None:
    data = Encoder().frame(seen, wall_s=1.0, speed=2.0, playing=False)
    assert packed(unpacked(data)) == data


SCENE = {
    "kind": "scene",
    "version": 1,
    "places": {"id": list("abcd"), "lon": [0.0, 1.0, 179.0, None], "lat": [0.0, -90.0, 1.0, None]},
    "stations": {"id": list("abc")},
    "vehicles": [{"class": "v", "count": 4}],
}


def taken_or_refused(data: bytes) -> None:
    """See that bytes are a frame, of which all can be read, or refused; and change nothing then."""
    for taker in (Decoder(), Decoder(SCENE), Mirror()):
        taker.take(FRAMES[0])
        try:
            taken = taker.take(data)
        except FrameError:
            taker.take(FRAMES[1])  # what was held still is
            continue
        if taken is not None:
            read(taken)


def read(frame: Frame) -> None:
    """Read all that a frame tells; a scene of another city is the one thing that may be wrong."""
    rows, stations = frame.held.sizes
    with suppress(FrameError):
        assert (frame.vehicles.num_rows, frame.stations.num_rows) == (rows, stations)
        for at in (frame.now, 0.0, -1e9, 1e9):
            lon, lat = frame.positions(at)
            assert len(lon) == len(lat) == rows
            assert not np.isinf([lon, lat]).any()


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    taken_or_refused(data)


NUMBERS = [
    ("B", st.integers(0, 2**8 - 1)),
    ("H", st.integers(0, 2**16 - 1)),
    ("I", st.integers(0, 2**32 - 1)),
    ("Q", st.integers(0, 2**64 - 1)),
    ("f", st.floats(width=32)),
    ("d", st.floats(width=64)),
]


@settings(max_examples=200)
@given(st.sampled_from(FRAMES), st.data())
def test_a_frame_with_any_number_in_any_place_is_one_or_is_refused(
    frame: bytes, data: st.DataObject
) -> None:
    code, numbers = data.draw(st.sampled_from(NUMBERS))
    width = struct.calcsize(f"<{code}")
    at = width * data.draw(st.integers(0, len(frame) // width - 1))
    value = data.draw(numbers)
    taken_or_refused(with_field(frame, at, code, value))


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_cut_off_anywhere_is_refused(frame: bytes) -> None:
    for end in range(len(frame)):
        with pytest.raises(FrameError):
            unpacked(frame[:end])
    with pytest.raises(FrameError):
        unpacked(frame + b"\0")


@settings(max_examples=300)
@given(st.sampled_from(FRAMES), st.data())
def test_changed_bytes_do_no_more_than_be_refused(frame: bytes, data: st.DataObject) -> None:
    changed = bytearray(frame)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(bytes(changed))


@settings(max_examples=200)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=16, max_size=16), st.binary(max_size=64))
def test_no_header_does_more_than_be_refused(words: list[int], rest: bytes) -> None:
    header = bytearray(struct.pack("<16I", *words))
    header[:8] = FRAMES[1][:8]
    taken_or_refused(bytes(header) + rest)
    header[56:64] = struct.pack("<Q", len(header) + len(rest))
    taken_or_refused(bytes(header) + rest)


def with_field(frame: bytes, at: int, code: str, value: float) -> bytes:
    changed = bytearray(frame)
    struct.pack_into(f"<{code}", changed, at, value)
    return bytes(changed)


FIRST_ROW = HEADER.size + 4 * 16  # the numbers stand behind two columns of 8 bytes
SOC = FIRST_ROW + 4 * (4 + 2 + 2)
POWER = HEADER.size + block_bytes(VEHICLES, 4) + 3 * 4
LIMIT = POWER + 3 * 4
OPEN = len(FRAMES[0]) - 8  # three stations, and zeros that fill the gap


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no frame"),
        (b"GIF8" + FRAMES[0][4:], "not VTWF"),
        (with_field(FRAMES[0], 4, "H", 3), "version 3; this decoder knows version 2"),
        (with_field(FRAMES[0], 6, "H", 2), "number 1, since 0 and flags 2"),
        (with_field(FRAMES[0], 6, "H", 9), "flags 9"),
        (with_field(FRAMES[1], 12, "I", 2), "number 2, since 2"),
        (with_field(FRAMES[0], 16, "d", float("nan")), "no numbers"),
        (with_field(FRAMES[0], 32, "d", float("inf")), "no numbers"),
        (with_field(FRAMES[0], 40, "I", 5), "a key frame without all rows"),
        (with_field(FRAMES[1], 48, "I", 9), "do not fill"),
        (with_field(FRAMES[0], FIRST_ROW, "I", 1), "vehicle numbers of a frame do not rise"),
        (with_field(FRAMES[0], FIRST_ROW + 12, "I", 4), "there are not so many"),
        (FRAMES[0] + bytes(8), "has 320"),
        (with_field(FRAMES[0], HEADER.size, "d", float("nan")), "departed_at of a vehicle"),
        (with_field(FRAMES[0], HEADER.size + 32, "d", float("inf")), "arrives_at of a vehicle"),
        (with_field(FRAMES[0], HEADER.size + 32, "d", -1e300), "arrives_at of a vehicle"),
        (with_field(FRAMES[0], 16, "d", 1e300), "no numbers"),
        (with_field(FRAMES[0], SOC, "H", 10_001), "soc of a vehicle"),
        (with_field(FRAMES[0], POWER, "f", float("-inf")), "power_kw of a station"),
        (with_field(FRAMES[0], LIMIT, "f", float("nan")), "limit_kw of a station"),
        (with_field(FRAMES[0], LIMIT, "f", -1.0), "limit_kw of a station"),
        (with_field(FRAMES[0], OPEN, "B", 2), "open of a station"),
    ],
)
def test_a_refusal_says_what_is_wrong(data: bytes, says: str) -> None:
    with pytest.raises(FrameError, match=says):
        unpacked(data)


def test_columns_begin_at_multiples_of_their_width_and_blocks_at_multiples_of_8() -> None:
    assert HEADER.size == 64
    for columns in (VEHICLES, STATIONS):
        widths = [column.dtype.itemsize for column in columns]
        assert widths == sorted(widths, reverse=True)
        for rows in range(20):
            assert block_bytes(columns, rows) % 8 == 0
            ends = np.cumsum([rows * width for width in widths])
            begins = [0, *ends[:-1].tolist()]
            assert all(begin % width == 0 for begin, width in zip(begins, widths, strict=True))


def test_what_a_version_does_not_know_is_refused() -> None:
    seen = live(doing=(0, 0, 0, 6))
    data = bytearray(Encoder().frame(seen, wall_s=0.0, speed=1.0, playing=False))
    data[data.index(b"\0\0\0\6", FIRST_ROW + 16) + 3] = 7
    with pytest.raises(FrameError, match="does not know"):
        unpacked(bytes(data))
