"""Chunks as tasks of a Ray cluster: many machines, or a private Ray on this one.

`OnRay` yields what chunks give. Ray does a chunk again whose worker or node is lost; a lost head
ends the work with a `ClusterError`, and what has been yielded stays yielded.
"""

from voltwin.experiment.errors import ClusterError as ClusterError
from voltwin.experiment.on_ray.executor import OnRay as OnRay
