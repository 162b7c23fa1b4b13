"""Figures of this machine: the kernel against its rivals, each with the bar it has to meet."""

from voltwin.bench.measurement import Measurement as Measurement
from voltwin.bench.registry import names as names
from voltwin.bench.registry import run as run
from voltwin.bench.report import value_text as value_text
from voltwin.bench.report import write_report as write_report
