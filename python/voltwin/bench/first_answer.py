"""The first answer of a process: python -m voltwin.bench.first_answer STORE QUERY RUN REGION."""

import sys
from contextlib import closing
from time import perf_counter

from voltwin.store import queries
from voltwin.store.opening import open_store
from voltwin.store.queries import Query


def main(url: str, name: str, run: str, region: str) -> None:
    """Print how long it takes to open a store and to answer one question [s], and the rows.

    The drivers of the store are loaded meanwhile, as by whoever asks one question.
    """
    query: Query = getattr(queries, name)
    begun = perf_counter()
    with closing(open_store(url, create=False)) as store:
        rows = store.query(query.sql, {"run": run, "replication": 0, "region": region}).num_rows
        print(perf_counter() - begun, rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
