"""Wrong values of fields by kind: the right text, the wrong one in its place, the message."""

HEAD = """\
name: city
start: 2026-01-05T00:00:00+01:00
horizon: 1d
battery_types:
  - id: std
    capacity_kwh: 40
    charge_curve: {power_kw: 80}
"""
BASE = f"""\
{HEAD}stations:
  - id: north
    chargers: {{count: 4, power_kw: 50}}
    batteries: 6
    swaps_per_day: 99
  - id: south
    chargers: {{count: 4, power_kw: 50}}
    batteries: 6
    swaps_per_day: 99
"""

VALUES: dict[str, tuple[str, str, str]] = {
    # of another type
    "a word for a number": (
        "batteries: 6",
        "batteries: six",
        'city.yaml:11: stations[0].batteries ("north"): given "six", must be a whole '
        "number of batteries, 0 or more, or such counts by type as in {standard: 20}",
    ),
    "half a battery": (
        "batteries: 6",
        "batteries: 6.5",
        'city.yaml:11: stations[0].batteries ("north"): given 6.5, must be a whole number '
        "of batteries, 0 or more, or such counts by type as in {standard: 20}",
    ),
    "yes for a count": (
        "count: 4",
        "count: yes",
        'city.yaml:10: stations[0].chargers.count ("north"): given true, must be a whole number',
    ),
    "a list for a number": (
        "batteries: 6",
        "batteries: 6\n    bays: [1, 2]",
        'city.yaml:12: stations[0].bays ("north"): given [1, 2], must be a whole number',
    ),
    "nothing given": (
        "capacity_kwh: 40",
        "capacity_kwh:",
        'city.yaml:6: battery_types[0].capacity_kwh ("std"): given nothing, must be a number [kWh]',
    ),
    "names for stations": (
        "stations:\n"
        "  - id: north\n"
        "    chargers: {count: 4, power_kw: 50}\n    batteries: 6\n    swaps_per_day: 99",
        "stations:\n  - north",
        'city.yaml:9: stations[0]: given "north", must be a mapping of fields (name: value)',
    ),
    # out of range
    "a negative power": (
        "power_kw: 80",
        "power_kw: -80",
        'city.yaml:7: battery_types[0].charge_curve.power_kw ("std"): given -80, must be '
        "above 0 [kW]",
    ),
    "no bays": (
        "batteries: 6",
        "batteries: 6\n    bays: 0",
        'city.yaml:12: stations[0].bays ("north"): given 0, must be at least 1',
    ),
    "a thousand million swaps": (
        "swaps_per_day: 99",
        "swaps_per_day: 1e9",
        'city.yaml:12: stations[0].swaps_per_day ("north"): given 1000000000.0, must be at '
        "most 1e+06",
    ),
    "no such latitude": (
        "batteries: 6",
        "batteries: 6\n    lon: 25\n    lat: 121.5",
        'city.yaml:13: stations[0].lat ("north"): given 121.5, must be at most 90 '
        "[degrees]; are lon and lat swapped?",
    ),
    "metres for degrees": (
        "batteries: 6",
        "batteries: 6\n    lon: 1154000\n    lat: 53",
        'city.yaml:12: stations[0].lon ("north"): given 1154000, must be at most 180 '
        "[degrees]; are these metres of a projected map? Convert them to degrees (WGS 84, "
        "EPSG:4326)",
    ),
    "not a number": (
        "capacity_kwh: 40",
        "capacity_kwh: .nan",
        'city.yaml:6: battery_types[0].capacity_kwh ("std"): given nan, must be a finite '
        "number [kWh]",
    ),
    "infinite demand": (
        "swaps_per_day: 99",
        "swaps_per_day: .inf",
        'city.yaml:12: stations[0].swaps_per_day ("north"): given inf, must be a finite number',
    ),
    "no time to run": (
        "horizon: 1d",
        "horizon: 0",
        "city.yaml:3: horizon: given 0, must be above 0 [s]",
    ),
    "a negative time": (
        "horizon: 1d",
        "horizon: -1d",
        'city.yaml:3: horizon: given "-1d", must be a duration such as 90s, 10min, 2h, 1d, '
        "1w or 1h 30min (a plain number is seconds); it cannot be negative",
    ),
    # units
    "the unit after the number": (
        "power_kw: 80",
        "power_kw: 80 kW",
        'city.yaml:7: battery_types[0].charge_curve.power_kw ("std"): given "80 kW", must '
        "be a number [kW]; write 80 alone, the unit is kW already",
    ),
    "watts": (
        "power_kw: 50",
        "power_kw: 50000 W",
        'city.yaml:10: stations[0].chargers.power_kw ("north"): given "50000 W", must be a '
        "number [kW]; write the number alone, in kW",
    ),
    "power for energy": (
        "capacity_kwh",
        "capacity_kw",
        'city.yaml:6: battery_types[0].capacity_kw ("std"): unknown field; did you mean '
        '"capacity_kwh"?',
    ),
    "percent": (
        "capacity_kwh: 40",
        "capacity_kwh: 40\n    ready_soc: 95",
        'city.yaml:7: battery_types[0].ready_soc ("std"): given 95, must be at most 1; it '
        "is a fraction, not percent: 0.95",
    ),
    "a percent sign": (
        "capacity_kwh: 40",
        "capacity_kwh: 40\n    ready_soc: 95 %",
        'city.yaml:7: battery_types[0].ready_soc ("std"): given "95 %", must be a number; '
        "write a fraction: 0.95",
    ),
    "percent in a curve": (
        "{power_kw: 80}",
        "{points: [[0, 80], [80, 80], [100, 8]]}",
        'city.yaml:7: battery_types[0].charge_curve.points ("std"): given {kind: points, '
        "points: [[0, 80], [80, 80], [100, 8]]}, states of charge must be from 0 to 1 "
        "(fractions, not percent)",
    ),
    "a decimal comma": (
        "capacity_kwh: 40",
        "capacity_kwh: 40,5",
        'city.yaml:6: battery_types[0].capacity_kwh ("std"): given "40,5", must be a '
        "number [kWh]; write decimals with a point, and nothing between thousands",
    ),
    "a comma between thousands": (
        "swaps_per_day: 99",
        "swaps_per_day: 1,200",
        'city.yaml:12: stations[0].swaps_per_day ("north"): given "1,200", must be a '
        "number; write decimals with a point, and nothing between thousands",
    ),
    "minutes in full": (
        "horizon: 1d",
        "horizon: 10 minutes",
        'city.yaml:3: horizon: given "10 minutes", must be a duration such as 90s, 10min, '
        '2h, 1d, 1w or 1h 30min (a plain number is seconds); did you mean "10min"?',
    ),
    "a clock for a duration": (
        "horizon: 1d",
        'horizon: "24:00"',
        'city.yaml:3: horizon: given "24:00", must be a duration such as 90s, 10min, 2h, '
        "1d, 1w or 1h 30min (a plain number is seconds)",
    ),
    "a decimal comma in braces": (
        "{power_kw: 80}",
        "{power_kw: 80,5}",
        'city.yaml:7: battery_types[0].charge_curve[5] ("std"): given 5, must be text, as all '
        "names of fields are; is there a comma in a number? Write a decimal point, and nothing "
        "between thousands",
    ),
    "a horizon of centuries": (
        "horizon: 1d",
        "horizon: 99999999d",
        'city.yaml:3: horizon: given "99999999d", must be at most 10 years',
    ),
    "patience for ever": (
        "batteries: 6",
        "batteries: 6\n    patience: forever",
        'city.yaml:12: stations[0].patience ("north"): given "forever", must be a duration such '
        'as 90s, 10min, 2h, 1d, 1w or 1h 30min (a plain number is seconds), or "infinite"',
    ),
    "a negative swap time": (
        "batteries: 6",
        "batteries: 6\n    swap_time: -5",
        'city.yaml:12: stations[0].swap_time ("north"): given -5, must be 0 s or more',
    ),
    "chargers as a number": (
        "chargers: {count: 4, power_kw: 50}",
        "chargers: 10",
        'city.yaml:10: stations[0].chargers ("north"): given 10, must be a mapping such as '
        "{count: 10, power_kw: 80}, or a list of such",
    ),
    "chargers in words": (
        "chargers: {count: 4, power_kw: 50}",
        "chargers: 6 x 60 kW",
        'city.yaml:10: stations[0].chargers ("north"): given "6 x 60 kW", must be a mapping '
        "such as {count: 6, power_kw: 60}, or a list of such",
    ),
    "heat": (
        "batteries: 6",
        "batteries: 6\n    ambient_c: 200",
        'city.yaml:12: stations[0].ambient_c ("north"): given 200, must be a number from -60 '
        "to 60 [°C]",
    ),
    # dates and times
    "no UTC offset": (
        "+01:00",
        "",
        'city.yaml:2: start: given "2026-01-05T00:00:00", must be a local date and time '
        "with its UTC offset, such as 2026-01-05T00:00:00+08:00; the UTC offset is missing",
    ),
    "30 February": (
        "2026-01-05",
        "2026-02-30",
        'city.yaml:2: start: given "2026-02-30T00:00:00+01:00", must be a local date and '
        "time with its UTC offset, such as 2026-01-05T00:00:00+08:00; there is no such day "
        "or time",
    ),
    "an American date": (
        "2026-01-05T00:00:00+01:00",
        "01/05/2026",
        'city.yaml:2: start: given "01/05/2026", must be a local date and time with its '
        "UTC offset, such as 2026-01-05T00:00:00+08:00; the order is year-month-day, with "
        "four digits, two and two",
    ),
    "a time zone with daylight saving": (
        "+01:00",
        " Europe/Berlin",
        'city.yaml:2: start: given "2026-01-05T00:00:00 Europe/Berlin", must be a local '
        "date and time with its UTC offset, such as 2026-01-05T00:00:00+08:00; a name of a "
        "time zone stands for two offsets, in winter and in summer: give the one that "
        "holds in the run",
    ),
    "seconds since 1970": (
        "2026-01-05T00:00:00+01:00",
        "1767571200",
        "city.yaml:2: start: given 1767571200, must be a local date and time with its UTC "
        "offset, such as 2026-01-05T00:00:00+08:00",
    ),
    "a date for a duration": (
        "horizon: 1d",
        "horizon: 2026-01-12",
        'city.yaml:3: horizon: given "2026-01-12", must be a duration such as 90s, 10min, '
        "2h, 1d, 1w or 1h 30min (a plain number is seconds)",
    ),
    "opening hours of an American": (
        "batteries: 6",
        "batteries: 6\n    opening_hours: 9am-5pm",
        'city.yaml:12: stations[0].opening_hours ("north"): given "9am-5pm", "9am" is no '
        "time of day such as 06:30",
    ),
    "days without Sunday": (
        "batteries: 6",
        "batteries: 6\n    opening_hours: {mon-sat: 06:00-22:00}",
        'city.yaml:12: stations[0].opening_hours ("north"): given {mon-sat: 06:00-22:00}, '
        "sun is not given; every day of the week is needed",
    ),
}
