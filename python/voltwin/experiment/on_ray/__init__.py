"""Chunks as tasks of a Ray cluster: many machines, or a private Ray on this one.

`OnRay` yields what chunks give. Ray does a chunk again whose worker or node is lost; a lost head
ends the work with a `ClusterError`, and what has been yielded stays yielded.

Ray ends the process that is connected to it when it loses touch with the cluster, without a word.
The connection therefore lives in a process of its own, the driver: whoever asks for results is told
what happened. On the way:

    executor.py    asks; hands chunks to the driver and takes their rows    (where the journal is)
    driver.py      gives chunks out as tasks, ready ones first              (the driver)
    task.py        runs a chunk                                             (workers on all nodes)
"""

from voltwin.experiment.errors import ClusterError as ClusterError
from voltwin.experiment.on_ray.executor import OnRay as OnRay
