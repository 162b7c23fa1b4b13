"""Voltwin: a digital twin of EV battery-swap networks."""
