"""The figures of a report, one a file: a function from a run to a `Plot`, or to `Missing`."""
