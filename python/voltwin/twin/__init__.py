"""A twin: a paced simulation with a recipe, which may be sought, changed, forked, put to sleep.

No server and no clock stand in here; `voltwin_server.twins` gives twins both.
"""

from voltwin.twin.bands import Forecast as Forecast
from voltwin.twin.forecasting import Prospect as Prospect
from voltwin.twin.observing import observe as observe
from voltwin.twin.pace import Pace as Pace
from voltwin.twin.recipe import Made as Made
from voltwin.twin.recipe import Recipe as Recipe
from voltwin.twin.recipe_error import RecipeError as RecipeError
from voltwin.twin.scores import Scores as Scores
from voltwin.twin.twin import Twin as Twin
