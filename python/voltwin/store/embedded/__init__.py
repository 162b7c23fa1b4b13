"""The store without a server: a folder of Parquet files, a catalogue in SQLite, DuckDB over both.

voltwin-data/
  catalogue.sqlite               scenarios, runs, and which files hold rows; the one truth
  results/run_id=ID/             files with rows of one run, such as telemetry_events-1f2e.parquet
  results/experiment=ID/         files with rows of several runs of an experiment

A file that the catalogue does not name is not there: so whatever is interrupted leaves nothing
half.
"""

from voltwin.store.embedded.store import EmbeddedStore

__all__ = ["EmbeddedStore"]
