"""Tables as data frames of libraries that need not be installed."""

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import polars


def polars_frame(table: pa.Table) -> "polars.DataFrame":
    """Return a table as a polars data frame; polars must be installed."""
    import polars

    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)  # a table gives no series
    return frame
