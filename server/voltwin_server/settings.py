"""What a server is told when it starts: where it listens, what it keeps, how much it takes."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

MEBIBYTE = 2**20
OWN_STORE = "store"


@dataclass(frozen=True)
class Limits:
    """How much one request, or one caller, may ask for; beyond it a problem tells the limit.

    Defaults: a city of 500 stations with 10,000 vehicles is 1 MiB of JSON, its week 3,500 station
    days; a week of 10,000 stations a hundred times is 7,000,000.

    Attributes:
        body_bytes: of a request [bytes].
        json_values: in a body in JSON.
        yaml_nodes: values in a text in YAML, which is slower to read than JSON.
        nesting: brackets within brackets in JSON or YAML.
        url_bytes: of path and query together [bytes].
        header_bytes: of all headers together [bytes].
        stations: of a scenario.
        station_days: stations times simulated days times replications times variants, of a run
            or experiment.
        replications: of a run, or of each variant.
        visits: of vehicles to stations that are expected in all of a run or experiment; 10,000,000
            take some 6 s of a processor.
        what_if_visits: the same, of what is answered at once.
        looking_bytes: that the runs of twins may have in memory which are looked through for what
            stands out and for what was seen: that of 10,000 vehicles in a week takes 70 MiB.
        variants: of an experiment.
        jobs_per_token: that a caller may have waiting or running at once.
        questions_per_token: what-ifs, explanations, forecasts, recipes and scenarios of twins that
            a caller may wait for at once.
        looks_per_token: the same, of what a page asks of twins all the time: marks, history, map,
            levers, changes, what has been made of them. Two pages at once ask for ten. Work of
            which the caller has given up the answer counts until it ends.
        downloads_per_token: of event logs that a caller may have at once.
        sockets_per_token: that a caller may have open at once.
        sockets: that may be open at once in all; `Settings.connections` counts them, too.
        message_bytes: of a message that comes by a socket [bytes].
        twins: in all.
        twins_per_token: that a caller may have made.
        snapshots_per_twin: that are kept.
        made_per_twin: interventions and observations; what 500 stations report each quarter of an
            hour in two days. Some 0.4 GB of memory, which is no part of what twins may have.
        commands_per_second: that one caller gives a twin for long; ten times as many at once.
        commands_per_twin: lines of its journal, those of observations among them, from which on it
            takes no commands; some 40 MB, and a second when it wakes.
        spool_bytes: of event logs on their way to clients, all together [bytes].
    """

    body_bytes: int = 32 * MEBIBYTE
    json_values: int = 2_000_000
    yaml_nodes: int = 500_000
    nesting: int = 100
    url_bytes: int = 8 * 1024
    header_bytes: int = 16 * 1024
    stations: int = 50_000
    station_days: float = 10_000_000.0
    replications: int = 10_000
    variants: int = 10_000
    visits: float = 2_000_000_000.0
    what_if_visits: float = 100_000_000.0
    looking_bytes: int = 1024 * MEBIBYTE
    jobs_per_token: int = 100
    questions_per_token: int = 8
    looks_per_token: int = 24
    downloads_per_token: int = 4
    sockets_per_token: int = 100
    sockets: int = 800
    message_bytes: int = 16 * 1024
    twins: int = 200
    twins_per_token: int = 50
    snapshots_per_twin: int = 20
    made_per_twin: int = 100_000
    commands_per_second: int = 20
    commands_per_twin: int = 200_000
    spool_bytes: int = 8 * 1024 * MEBIBYTE


@dataclass(frozen=True)
class Timeouts:
    """How long the server waits for a client, and for its own requests at the end [s].

    Attributes:
        header: for the first line and the headers of a request, from the opening of a connection.
        body_pause: for the next bytes of a body.
        body_rate: bytes a second that a body must reach on average once `body_pause` is over.
        idle: for the next request on an open connection.
        reading: for a client to take what it is sent.
        watching: for who watches a twin to take a message, or to acknowledge frames for which
            others wait.
        stopping: for requests that run when the server is told to stop.
    """

    header: float = 10.0
    body_pause: float = 20.0
    body_rate: float = 16 * 1024.0
    idle: float = 30.0
    reading: float = 60.0
    watching: float = 20.0
    stopping: float = 20.0


@dataclass(frozen=True)
class Settings:
    """How a server runs.

    Attributes:
        data: folder of jobs, tokens and, unless `store` says otherwise, of the store.
        store: URL or folder of the store; None for the embedded one in `data`.
        host: address or name to listen at.
        port: to listen at; 0 for any that is free.
        ray: address of a cluster that jobs run on; None for processes of this machine.
        workers: processes that run jobs; None for as many as there are processors.
        twin_processes: that have twins; None for one less than there are processors.
        twin_bytes: that all twins together may have in memory.
        allowed_hosts: names that clients call the server by, besides those of the loopback.
        connections: that may be open at once.
        limits: of requests and callers.
        timeouts: of clients.
        json_logs: a line of log is JSON.
        demo: a server that has nothing yet prepares the moving city when it listens.
    """

    data: Path
    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    ray: str | None = None
    workers: int | None = None
    twin_processes: int | None = None
    twin_bytes: int = 2048 * MEBIBYTE
    allowed_hosts: tuple[str, ...] = ()
    connections: int = 1000
    limits: Limits = field(default_factory=Limits)
    timeouts: Timeouts = field(default_factory=Timeouts)
    json_logs: bool = False
    demo: bool = False

    @property
    def store_url(self) -> str:
        """The store, in words that `open_store` understands."""
        return self.store or str(self.data / OWN_STORE)

    @property
    def needs_tokens(self) -> bool:
        """Whether callers must show a token: not only people of this machine can reach it."""
        return not (is_loopback(self.host) and all(map(is_loopback, self.allowed_hosts)))


def is_loopback(host: str) -> bool:
    """Return whether a name or address means this machine alone, whoever resolves it.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "a.org")]
    [True, True, True, False, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False
