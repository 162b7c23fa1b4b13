"""The steps by which the tables are made, as files: see `voltwin.store.postgres.migrating`."""
