"""The store of a team: PostgreSQL 15 or newer, with PostGIS and TimescaleDB where present.

store = PostgresStore("postgresql://planner@db.example/voltwin")
"""

from voltwin.store.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
