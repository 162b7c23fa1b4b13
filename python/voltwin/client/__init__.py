"""A server of Voltwin, from Python: its scenarios, runs, experiments, what-ifs and twins.

import voltwin

with voltwin.connect("http://127.0.0.1:8000") as client:
    run = client.run("city.yaml", replications=4).wait()
    print(run.kpis().to_pandas())
    with client.twins.create("city.yaml").watch() as watching:
        for one in watching:
            print(one)
"""

from voltwin.client.client import Client, connect
from voltwin.client.errors import ApiError, ClientError, JobError, NoConnectionError, Wrong

__all__ = [
    "ApiError",
    "Client",
    "ClientError",
    "JobError",
    "NoConnectionError",
    "Wrong",
    "connect",
]
