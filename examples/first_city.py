"""A first city: simulate a week, read what happened, change one thing, and look again.

python examples/first_city.py
"""

import voltwin

city = voltwin.demo_city(stations=50, seed=7)
print(city)

run = voltwin.run(city, seed=1)
total = run.kpis.total.to_pylist()[0]
print(
    f"{total['swaps']:,} of {total['arrivals']:,} vehicles served, "
    f"{total['lost_share']:.1%} lost, 95 % waited at most {total['wait_p95_s'] / 60:.1f} min"
)

print("\nThe five stations that lose most")
by_station = run.kpis.by_station.sort_by([("lost", "descending")])
for row in by_station.slice(0, 5).to_pylist():
    print(f"  {row['name']:<14} {row['lost']:>5,} of {row['arrivals']:>5,} lost")

# Why the worst one? Simulated again with one more of each, it tells what binds.
worst = by_station["station"][0].as_py()
why = run.explain([worst]).rows[0]
print(f"\n{why['sentence']}")

# A scenario is an object: change what you like and run it again. Random numbers belong to
# vehicles and stations, so both runs meet the same arrivals, and the difference is the change.
station = next(station for station in city.stations if station.id == worst)
station.bays += 1
again = voltwin.run(city, seed=1).kpis.total.to_pylist()[0]
print(f"\nWith one more bay at {station.name}, {total['lost'] - again['lost']:,} fewer are lost.")

voltwin.save(city, "city.yaml")
print("The city is in city.yaml; try: voltwin run city.yaml")
