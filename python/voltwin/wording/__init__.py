"""Numbers and findings in words that people read: on the terminal, in notebooks and reports."""
