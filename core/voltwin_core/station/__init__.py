"""The swap station: parameters, state, handlers and accumulators of one station."""
