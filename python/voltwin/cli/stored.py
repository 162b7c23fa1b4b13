"""What commands say about results in a store."""

from uuid import UUID


def stored_words(store: str, *, run: UUID | None = None, experiment: UUID | None = None) -> str:
    """Return where results are in a store, and how to ask for them."""
    if run:
        asked, what = f'table("kpi_stations", UUID("{run}"))', f"run {run}"
    else:
        asked, what = f'runs(experiment=UUID("{experiment}"))', f"experiment {experiment}"
    return f'Store:   {store}, {what}\n         voltwin.open_store("{store}").{asked}'
