"""The engines against each other: the compiled kernel, the same code uncompiled, and the SimPy
reference."""

from voltwin.validation.engine_checks import plain_python, random_scenarios

CHECKS = (*random_scenarios.CHECKS, plain_python.CHECK)
