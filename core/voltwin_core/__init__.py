"""The compiled engine of Voltwin: primitives, state tables and event handlers, in Numba alone.

No files, no network, no Python objects and no allocation inside kernels. Whatever a second model
would share (draws, charging, demand, the event list, the log mechanism) lies in this folder; what
belongs to the swap network lies in `station/`, `fleet/`, `swap.py` and `replications.py`.
"""
