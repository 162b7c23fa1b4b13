-- Events by the day in which their run was made, as columns. A run's identity tells that day: by
-- simulated time, chunks of runs about the past would be dropped at once, those about the future
-- never converted. A hypertable has no unique key, foreign key or trigger here: each would make
-- COPY go by rows.

DROP INDEX telemetry_events_run;
SELECT create_hypertable(
    'telemetry_events',
    by_range('run_id', INTERVAL '1 day'),
    create_default_indexes => false,
    migrate_data => true
);
ALTER TABLE telemetry_events SET (
    timescaledb.enable_columnstore = true,
    timescaledb.segmentby = 'run_id, entity_id',
    timescaledb.orderby = 'time, number'
);
