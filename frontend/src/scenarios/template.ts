/** What a new scenario begins with: two stations, a day. */
export const TEMPLATE = `# A city, as simulated: stations, their batteries and chargers, and who comes.
name: two stations
start: 2026-01-05T00:00:00+01:00 # a Monday
horizon: 1d

battery_types:
  - id: standard
    capacity_kwh: 40
    charge_curve: { power_kw: 80, knee_soc: 0.8 }

demand:
  profile: commuter

station_defaults:
  chargers: { count: 6, power_kw: 80 }
  batteries: 12

stations:
  - { id: north, region: North, lon: 8.66, lat: 50.14, swaps_per_day: 150 }
  - { id: south, region: South, lon: 8.68, lat: 50.09, swaps_per_day: 250 }
`;
