"""An event log told again, to ask whether what both engines agree on is also right.

Equal is not right: two engines may break a rule alike. So the log is read row by row with the
rules of docs/model.md §4 in hand, and every row that breaks one is named. The rules stand by the
kind of the row, in a table `RULES` of the file that is about it:

- `vehicles`: of vehicles at a station. A bay holds one vehicle, a swap takes what is ready; a
  closed station serves nobody who comes, an open one loses nobody because of its hours;
- `charges`: of batteries on chargers. A charger holds one battery; a charge starts while it is
  cheap, or while too few ready batteries are unclaimed; SoCs do not fall, powers are those of the
  curve at the logged SoC, derated and held at the set-point; `ready` and `full` have their SoC
  exactly; health does not rise;
- `station`: of its limit, hours and prices, and of what is out of order, which takes nothing, while
  who has lost its charger is first in the queue (`outages`);
- `trucks`: of trucks;
- `observations`: of what is set to what was seen, which it is afterwards; what comes and goes is
  that which the model names.

`drivers` tells where vehicles are that drive. `instants` has the rules that no single row breaks,
but that hold whenever time goes on: the grid limit is kept now and until the next event, power is
shared out max-min fair (`sharing`), the queue places are not exceeded, and no charger idles without
a cause.

Every battery is in one place all the time, and moves only where the row may take it from and to
(`told`). On the way it is noted what happened at all: the scenario's features.
"""

from voltwin.validation.replay.reading import Replay

__all__ = ["Replay"]
