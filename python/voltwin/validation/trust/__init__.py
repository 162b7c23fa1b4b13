"""The frame of `voltwin validate`: what a check is, what a verdict needs, and how both are told.

1. `check` and `registry`: a check has a name, belongs to a group, and yields verdicts;
2. `power`: the statistics of all of them, in one place; `judging` makes a `verdict` with it;
3. `running` runs checks, on processes if wanted;
4. `table` is for the terminal, `page` a self-contained report, `json_file` for programs.
"""
