"""Results as rows of a store's tables: the event log there and back, KPI tables.

table = event_rows(batch, run_id=run.id, replication=0, first=0, start=start, station_ids=ids)
name, table = kpi_rows("by_station", kpis.by_station, run_id=run.id, replication=0)
"""

from voltwin.store.rows.event_rows import event_rows, log_batches
from voltwin.store.rows.kpi_rows import kpi_rows

__all__ = ["event_rows", "kpi_rows", "log_batches"]
