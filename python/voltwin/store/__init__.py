"""Results that stay: scenarios, runs, events and KPIs in a store, embedded or a database."""
