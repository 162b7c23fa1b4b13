"""Where to add chargers: what the next unit would bring at each station, and whether it holds.

python examples/where_to_add_chargers.py          (needs pandas)
"""

import voltwin

BUDGET = 10

city = voltwin.demo_city(stations=50, seed=7)
run = voltwin.run(city, seed=1)
why = run.explain()

print("What binds, and at how many stations:", why.binding)
print("\nThe worst three")
for row in why.worst[:3]:
    print(f"- {row['sentence']}")

# One more charger at each of the stations where the next one saves most.
table = why.table.to_pandas().astype({"charger_saved": "Int64"})
best = table.sort_values("charger_saved", ascending=False).head(BUDGET)
print(f"\nThe {BUDGET} best places for one more charger")
print(best[["name", "binds", "lost", "charger_saved"]].to_string(index=False))

grown = city.model_copy(deep=True)
for station in grown.stations:
    if station.id in set(best["station"]):
        first, *others = station.chargers
        more = first.model_copy(update={"count": first.count + 1})
        station.chargers = (more, *others)

# Chosen on seed 1, judged on others: what was picked for luck does not count.
print("\nVehicles lost in a week, before and after, on fresh seeds")
for seed in (11, 12, 13, 14, 15):
    before, after = (voltwin.run(each, seed=seed).record["total"] for each in (city, grown))
    print(f"  seed {seed}: {before['lost']:>5,} -> {after['lost']:>5,}")
