"""The tables of the catalogue, version by version: each script leads from the one before it."""

# Instants are microseconds since 1970, UTC; identities are texts as UUIDs are written.
MIGRATIONS = (
    """
    CREATE TABLE scenarios (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        parent_scenario_id TEXT REFERENCES scenarios (id),
        name TEXT NOT NULL,
        config_json TEXT,              -- in full, of a root; null with a parent
        changes TEXT NOT NULL,         -- of the parent, as a list of texts in JSON
        digest TEXT NOT NULL,          -- of all that it says
        stations INTEGER NOT NULL,     -- how many
        places_of TEXT NOT NULL,       -- itself, or the ancestor whose places are its own
        created_at INTEGER NOT NULL
    );
    -- Two nulls are different for SQLite: a root is told by an empty text.
    CREATE UNIQUE INDEX scenarios_same
        ON scenarios (digest, name, coalesce(parent_scenario_id, ''));
    CREATE INDEX scenarios_parent ON scenarios (parent_scenario_id, id);

    CREATE TABLE places (
        scenario_id TEXT NOT NULL REFERENCES scenarios (id),
        position INTEGER NOT NULL,     -- of the station in its scenario, from 0
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        region TEXT NOT NULL,
        lon REAL,
        lat REAL,
        PRIMARY KEY (scenario_id, position)
    ) WITHOUT ROWID;

    CREATE TABLE experiments (
        id TEXT PRIMARY KEY,           -- the run's own, of one that stands alone
        alive_at INTEGER NOT NULL      -- when a writer was last heard of
    ) WITHOUT ROWID;

    CREATE TABLE simulation_runs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        scenario_id TEXT NOT NULL REFERENCES scenarios (id),
        experiment_id TEXT NOT NULL REFERENCES experiments (id),
        variant INTEGER NOT NULL,
        status TEXT NOT NULL,
        seed INTEGER NOT NULL,
        replications INTEGER NOT NULL,
        sim_start INTEGER NOT NULL,
        sim_end INTEGER NOT NULL,
        utc_offset_s INTEGER NOT NULL, -- of local time there
        warm_up_s REAL NOT NULL,
        compute_time_ms REAL,
        error TEXT,
        recipe TEXT NOT NULL,
        about TEXT NOT NULL,           -- JSON
        created_at INTEGER NOT NULL
    );
    CREATE INDEX runs_experiment ON simulation_runs (experiment_id, variant);
    CREATE INDEX runs_scenario ON simulation_runs (scenario_id, id);
    CREATE INDEX runs_recipe ON simulation_runs (recipe, id);
    CREATE INDEX runs_status ON simulation_runs (status, id);

    CREATE TABLE written_chunks (
        owner TEXT NOT NULL REFERENCES experiments (id),
        key TEXT NOT NULL,
        PRIMARY KEY (owner, key)
    ) WITHOUT ROWID;

    CREATE TABLE files (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        experiment_id TEXT NOT NULL REFERENCES experiments (id),
        run_id TEXT,                   -- whose rows they all are; null if they are several runs'
        table_name TEXT NOT NULL,
        path TEXT NOT NULL,            -- in the store's folder
        rows INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    );
    CREATE INDEX files_experiment ON files (experiment_id, table_name);

    CREATE TABLE contents (
        run INTEGER NOT NULL REFERENCES simulation_runs (number),
        replication INTEGER NOT NULL,
        file INTEGER NOT NULL REFERENCES files (number) ON DELETE CASCADE,
        first INTEGER,                 -- of the numbers of events
        last INTEGER,
        PRIMARY KEY (run, replication, file)
    ) WITHOUT ROWID;
    CREATE INDEX contents_file ON contents (file);

    -- How often what DuckDB is told of has changed.
    CREATE TABLE revisions (what TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO revisions VALUES ('scenarios', 0), ('runs', 0), ('files', 0);
    """,
    """
    -- Until then scenarios only became more.
    INSERT INTO revisions VALUES ('deleted scenarios', 0);
    """,
)
APPLICATION_ID = 0x566F6C74  # "Volt": by which the file is known as ours
