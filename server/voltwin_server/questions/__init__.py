"""Questions that are answered at once, by processes that keep what was asked about before."""
