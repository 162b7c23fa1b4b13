"""The web service of Voltwin.

A thin FastAPI layer that asks `voltwin` for everything: it starts and steers runs, streams their
events as Arrow record batches, and serves the web page. It comes in a later release; until then
this package only keeps its place in the house.
"""
