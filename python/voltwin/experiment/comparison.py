"""Variants against a base: the same random numbers for all, and what is left of the difference."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import pyarrow as pa

from voltwin.arguments import end_of_run, valid_scenario, whole
from voltwin.experiment.best import best, best_course
from voltwin.experiment.conduct import How, conduct
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.measures import kept_of, measures_of
from voltwin.experiment.outcome import places_of
from voltwin.experiment.plan import Plan
from voltwin.experiment.rows import KEPT
from voltwin.experiment.runs import Floats, Runs
from voltwin.experiment.summaries import known_by, summaries
from voltwin.experiment.tables import Column, spread_out, table
from voltwin.experiment.variant import BASE, Variant
from voltwin.scenario.changes import Change, changes_between
from voltwin.scenario.scenario import Scenario
from voltwin.statistics.pairs import paired
