"""The folder of a run: its log, its KPIs, its report and its recipe."""
