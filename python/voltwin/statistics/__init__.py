"""Statistics of what replications give: arrays in, arrays out, nothing known of scenarios or KPIs.

Axis 0 is the replication unless a function says otherwise; all further axes are columns, treated
alike and all at once. NaN is a value that a replication does not define: it is left out, and `n`
counts the rest. What too few values cannot give is NaN, never an error.
"""
