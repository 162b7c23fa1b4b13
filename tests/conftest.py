"""Settings of all tests."""

from hypothesis import settings

# The first call of a kernel compiles it; on a busy machine any call may take its time.
settings.register_profile("voltwin", deadline=None)
settings.load_profile("voltwin")
