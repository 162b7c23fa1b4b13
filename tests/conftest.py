"""Settings of all tests."""

from hypothesis import settings

# Examples are the same in every run, so that a red run is a red change; to search further:
# `pytest --hypothesis-profile explore`. The first call of a kernel compiles it, and on a busy
# machine any call may take its time: no deadlines.
settings.register_profile("voltwin", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("voltwin")
