"""Why a station loses or delays: what binds, and what the next unit of each resource would bring.

Nothing is guessed: each next unit is a simulation of the station with it, on the same random
numbers. docs/model.md §8 defines every term.
"""

from voltwin.explain.coupled import is_coupled as is_coupled
from voltwin.explain.explaining import OtherNumbersError as OtherNumbersError
from voltwin.explain.explaining import explain as explain
from voltwin.explain.explanation import BestUnit as BestUnit
from voltwin.explain.explanation import Explanation as Explanation
