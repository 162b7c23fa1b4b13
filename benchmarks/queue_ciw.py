"""An M/M/c queue in Ciw, with nothing switched on that costs time: no tracker, no deadlock
detector, no exact arithmetic, no progress bar."""

import ciw


def simulated(servers: int, load: float, customers: int, seed: int) -> float:
    """Simulate until so many customers have left, mean service 1, and return their mean wait."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=servers * load)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[servers],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    waits: list[float] = [record.waiting_time for record in simulation.get_all_records()]
    return sum(waits) / len(waits)
