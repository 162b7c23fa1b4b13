"""The reference engine: the model of docs/model.md in SimPy, at its plainest.

It is the specification that runs, the oracle of the compiled engine, and the text to learn the
model from. It shares formulas and draws with the compiled engine, but no logic. Read it so:

1. `environment`: how events land on exact times, in the order that the model asks for;
2. `visit`: what a vehicle does at a station, `station`: what it finds there;
3. `charge`: what happens to a battery on a charger, `chargers`: who is next, and the grid limit;
4. `script`: what is done to a station, `observation`: how it is set to what was seen there;
5. `engine`: all stations of a network, run up to a time.
"""

from voltwin.reference.engine import ReferenceEngine

__all__ = ["ReferenceEngine"]
