"""Reports of experiments: a page, a PDF, tables, and what a terminal shows."""
