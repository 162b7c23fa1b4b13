"""Right fields in a wrong place, contradictions, and what is no YAML: as in wrong_values."""

STRUCTURE: dict[str, tuple[str, str, str]] = {
    # misspelt and misplaced
    "a misspelt field": (
        "batteries: 6",
        "bateries: 6",
        'city.yaml:11: stations[0].bateries ("north"): unknown field; did you mean "batteries"?',
    ),
    "half a name": (
        "swaps_per_day: 99",
        "swaps: 99",
        'city.yaml:12: stations[0].swaps ("north"): unknown field; did you mean "swaps_per_day"?',
    ),
    "chargers of the whole scenario": (
        "stations:",
        "chargers: {count: 4, power_kw: 50}\nstations:",
        "city.yaml:8: chargers: unknown field; it belongs to a station",
    ),
    "the horizon of a station": (
        "batteries: 6",
        "batteries: 6\n    horizon: 1w",
        'city.yaml:12: stations[0].horizon ("north"): unknown field; it belongs to the '
        "scenario itself, at the top level",
    ),
    "a profile of the whole scenario": (
        "horizon: 1d",
        "horizon: 1d\nprofile: commuter",
        "city.yaml:4: profile: unknown field; it belongs to demand, or to a station",
    ),
    "a field without its space": (
        "{power_kw: 80}",
        "{power_kw:80}",
        'city.yaml:7: battery_types[0].charge_curve.power_kw:80 ("std"): unknown field; a '
        "space is missing after the colon",
    ),
    "no such profile": (
        "horizon: 1d",
        "horizon: 1d\ndemand: {profile: comuter}",
        'city.yaml:4: demand.profile: "comuter" is no profile; did you mean "commuter"?',
    ),
    "no such policy": (
        "batteries: 6",
        "batteries: 6\n    policy: queue",
        "city.yaml:12: stations[0].policy (\"north\"): given \"queue\", must be 'lose', 'wait' "
        "or 'divert'",
    ),
    "no such distribution": (
        "batteries: 6",
        "batteries: 6\n    swap_time: {kind: gaussian, mean: 90s, sd: 5s}",
        'city.yaml:12: stations[0].swap_time ("north"): given {kind: gaussian, mean: 90.0, '
        "sd: 5.0}, unknown kind; allowed: fixed, uniform, exponential, normal, lognormal, "
        "gamma, beta, triangular, empirical [s]",
    ),
    # contradictions
    "two ways of arriving": (
        "swaps_per_day: 99",
        "swaps_per_day: 99\n    rate_per_hour: 4",
        'city.yaml:9: stations[0] ("north"): has swaps_per_day and rate_per_hour; must '
        "have exactly one of swaps_per_day, rate_per_hour, trace, gap",
    ),
    "no arrivals": (
        "    swaps_per_day: 99\n",
        "",
        'city.yaml:9: stations[0] ("north"): has no arrivals; must have exactly one of '
        "swaps_per_day, rate_per_hour, trace, gap",
    ),
    "two stations of one id": (
        "id: south",
        "id: north",
        'city.yaml:13: stations[1].id: "north" is also the id of stations[0]',
    ),
    "ready above full": (
        "capacity_kwh: 40",
        "capacity_kwh: 40\n    ready_soc: 0.95\n    full_soc: 0.9",
        'city.yaml:7: battery_types[0].ready_soc ("std"): 0.95 is above full_soc (0.9)',
    ),
    "racks too small": (
        "batteries: 6",
        "batteries: 6\n    racks: 4",
        'city.yaml:12: stations[0].racks ("north"): 4 places cannot hold 6 batteries',
    ),
    "half a position": (
        "batteries: 6",
        "batteries: 6\n    lon: 9.9",
        'city.yaml:9: stations[0] ("north"): has only one of lon and lat',
    ),
    "warm-up longer than the run": (
        "horizon: 1d",
        "horizon: 1d\nwarm_up: 2d",
        "city.yaml:4: warm_up: must be shorter than the horizon",
    ),
    "a battery type that is not there": (
        "batteries: 6",
        "batteries: {standard: 6}",
        'city.yaml:11: stations[0].batteries.standard ("north"): "standard" is no battery '
        "type; allowed: std",
    ),
    "a region without stations": (
        "horizon: 1d",
        "horizon: 1d\ndemand: {region_multipliers: {North: 2}}",
        'city.yaml:4: demand.region_multipliers.North: "North" is no region; no station '
        "has a region",
    ),
    "a surge backwards": (
        "horizon: 1d",
        "horizon: 1d\ndemand: {surges: [{from: 5h, to: 3h, factor: 2}]}",
        'city.yaml:4: demand.surges[0]: given {from: 5h, to: 3h, factor: 2}, "from" must '
        'be before "to"',
    ),
    "23 hours of a limit": (
        "batteries: 6",
        "batteries: 6\n"
        "    grid_limit_kw: [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, "
        "100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]",
        'city.yaml:12: stations[0].grid_limit_kw ("north"): given [100, 100, 100, 100, '
        "100, 100, 100, 100, 100, 100, 100, 1..., has 23 values; must be one value, 24 or "
        "168 hourly values, {weekday: ..., weekend: ...}, or [{from: ..., value: ...}] [kW]",
    ),
    # no YAML
    "a tab": (
        "    batteries: 6",
        "\tbatteries: 6",
        "city.yaml: is no YAML: line 11, column 1: a tab indents it; use spaces",
    ),
    "three spaces for four": (
        "    batteries: 6",
        "   batteries: 6",
        "city.yaml: is no YAML: line 11, column 4: it is indented neither like the items "
        '("- ") of the list above nor like their fields',
    ),
    "six spaces for four": (
        "    batteries: 6",
        "      batteries: 6",
        "city.yaml: is no YAML: line 11, column 7: it is not indented like the fields above it",
    ),
    "no colon": (
        "horizon: 1d",
        "horizon 1d",
        "city.yaml: is no YAML: line 3, column 1: a field is expected, as name: value, "
        "with a space after the colon",
    ),
    "no colon on the first line": (
        "name: city",
        "name city",
        "city.yaml: is no YAML: line 1, column 1: a colon is missing after the name of a field",
    ),
    "non-breaking spaces": (
        "    batteries: 6",
        "\N{NO-BREAK SPACE}   batteries: 6",
        "city.yaml: is no YAML: line 11, column 1: a non-breaking space indents it; use spaces",
    ),
    "a control character": (
        "  - id: north",
        "  - id: nor\x07th",
        "city.yaml: is no YAML: line 9, column 12: a character that no text has (#x0007); "
        "delete it",
    ),
    "no value in braces": (
        "{power_kw: 80}",
        "{power_kw:, knee_soc: 0.8}",
        "city.yaml: is no YAML: line 7, column 28: a value is missing after the colon, or the "
        "space before the value",
    ),
    "no space after a colon": (
        "horizon: 1d",
        "horizon:1d",
        "city.yaml: is no YAML: line 3, column 1: a field is expected, as name: value, "
        "with a space after the colon",
    ),
    "a quote that is never closed": (
        "name: city",
        'name: "city',
        "city.yaml: is no YAML: line 1, column 7: the text that is opened here with a "
        "quote is never closed",
    ),
    "a brace that is never closed": (
        "count: 4, power_kw: 50}",
        "count: 4, power_kw: 50",
        "city.yaml: is no YAML: line 11, column 14: a { before it is not closed, or a "
        "comma is missing",
    ),
    "one name twice": (
        "name: city",
        "name: city\nname: town",
        'city.yaml: is no YAML: line 2, column 1: "name" stands twice',
    ),
    "a reference to nothing": (
        "name: city",
        "name: *city*",
        "city.yaml: is no YAML: line 1, column 12: * or & begins a reference; quote the "
        "text if it is none",
    ),
    "stations without dashes": (
        "  - id: north\n    chargers",
        "  id: north\n  chargers",
        "city.yaml: is no YAML: line 11, column 5: it is not indented like the fields above it",
    ),
}
