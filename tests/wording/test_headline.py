from typing import Any

import pytest

from voltwin.kpis.columns import LOST
from voltwin.wording.headline import CAUSES, because, headline, main_cause


def total(**values: Any) -> dict[str, Any]:
    """Return a row of totals: 100 arrivals served without a wait, changed by `values`."""
    row: dict[str, Any] = {"observed_h": 24.0, "arrivals": 100, "swaps": 100, "inside": 0}
    row |= dict.fromkeys(LOST, 0) | {"wait_p50_s": 0.0, "wait_p95_s": 0.0} | values
    row["lost"] = sum(row[name] for name in LOST)
    row["served_share"], row["lost_share"] = (
        row[name] / row["arrivals"] if row["arrivals"] else None for name in ("swaps", "lost")
    )
    return row


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        (total(observed_h=0.0), "Nothing was observed: the run has not left its warm-up."),
        (total(arrivals=0, swaps=0), "No vehicle arrived."),
        (
            total(),
            "All 100 arrivals were served. At least 95 % of those served did not wait at all.",
        ),
        (
            total(swaps=99, inside=1, wait_p95_s=30.0),
            "99 of 100 arrivals were served (99.0 %). None was lost. 1 is still inside. "
            "Half of those served did not wait, 95 % waited at most 30 s.",
        ),
        (
            total(swaps=90, lost_closed=2, reneged=6, inside=2, wait_p50_s=42.0, wait_p95_s=504.0),
            "90 of 100 arrivals were served (90.0 %). 8 were lost (8.0 %), mostly because patience "
            "ran out. 2 are still inside. Half of those served waited at most 42 s, 95 % at most "
            "8.4 min.",
        ),
        (
            total(swaps=92, lost_closed=4, reneged=2, lost_queue_full=2),
            "92 of 100 arrivals were served (92.0 %). 8 were lost (8.0 %), most often because the "
            "station was closed. At least 95 % of those served did not wait at all.",
        ),
        (
            total(arrivals=1, swaps=0, lost_stockout=1),
            "0 of 1 arrivals were served (0.0 %). 1 was lost (100.0 %), because no charged battery "
            "was left.",
        ),
    ],
)
def test_headline(row: dict[str, Any], sentences: str) -> None:
    assert headline(row) == sentences


@pytest.mark.parametrize(
    ("causes", "words"),
    [
        ({"reneged": 3}, "because patience ran out"),
        ({"reneged": 3, "lost_closed": 2}, "mostly because patience ran out"),
        ({"reneged": 3, "lost_closed": 3}, "most often because the station was closed"),
        (
            {"lost_queue_full": 4, "lost_stockout": 3, "reneged": 2},
            "most often because all queue places were taken",
        ),
    ],
)
def test_mostly_is_more_than_half(causes: dict[str, int], words: str) -> None:
    assert because({**dict.fromkeys(LOST, 0), **causes}) == words


def test_every_loss_has_a_cause() -> None:
    assert tuple(CAUSES) == LOST


def test_main_cause() -> None:
    assert main_cause(total()) is None
    assert main_cause(total(lost_closed=1, lost_queue_full=3)) == "lost_queue_full"
