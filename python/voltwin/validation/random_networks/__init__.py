"""Random networks over the whole space of configurations, corners and ties on purpose included.

A network is a pure function of a `Scope`, so that the CLI and the property test draw from one
generator. `networks` puts it together, of battery types (`battery_types`), stations (`stations`)
with their arrivals (`streams`), ways to charge (`charging`), who drives (`cities`), what
happens to them (`disturbances`), and what is seen of them (`observations`).
"""

from voltwin.validation.random_networks.networks import random_network

__all__ = ["random_network"]
