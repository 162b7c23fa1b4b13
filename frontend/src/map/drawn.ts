/** What of a city is drawn: its tables as the GPU has them, and the layers that read those. */

import type { Layer } from "@deck.gl/core";

import type { LiveCity } from "../live/city.ts";
import type { Frame } from "../live/frame.ts";
import type { Scene } from "../live/scene.ts";
import type { Camera } from "./camera.ts";
import { GpuTable } from "./gpu_table.ts";
import { type Found, stationAt, vehicleAt } from "./picking.ts";
import { degreesOf, type Places, placesOf } from "./places.ts";
import type { LayerName, Shown } from "./shown.ts";
import { StationInstances } from "./station_instances.ts";
import { columnSize, StationsLayer } from "./stations_layer.ts";
import { VehicleInstances } from "./vehicle_instances.ts";
import { dotRadius, VehiclesLayer } from "./vehicles_layer.ts";

const NEXT_PICTURE_MS = 8; // pictures are drawn at most twice as often as most screens show them

export class Drawn {
  readonly places: Places;
  readonly stations: StationInstances;
  readonly vehicles: VehicleInstances;
  private readonly city: LiveCity;
  private readonly stationTable: GpuTable;
  private readonly vehicleTable: GpuTable;
  private shown: Shown;
  private pointed: Found | null = null;
  private camera: Camera | null = null;
  private current: Layer[] = [];
  private isChanged = true;
  private drawnAt = 0;

  constructor(city: LiveCity, scene: Scene, shown: Shown) {
    this.city = city;
    this.shown = shown;
    this.places = placesOf(scene);
    const { measure, palette } = shown;
    this.stations = new StationInstances(city.tables, this.places, measure, palette);
    this.vehicles = new VehicleInstances(city.tables, this.places);
    this.stationTable = new GpuTable(this.stations);
    this.vehicleTable = new GpuTable(this.vehicles);
  }

  changed(frame: Frame): void {
    this.stations.changed(frame);
    this.vehicles.changed(frame);
    this.isChanged = true;
  }

  show(shown: Shown): void {
    const { measure, palette } = this.shown;
    this.shown = shown;
    if (shown.measure !== measure || shown.palette !== palette) {
      this.stations.show(shown.measure, shown.palette);
    }
    this.isChanged = true;
  }

  pointAt(found: Found | null): void {
    this.pointed = found;
    this.isChanged = true;
  }

  /** Has a picture drawn where something has moved since the last one. */
  tick(wallMs: number): void {
    const isDue = this.city.clock.isRunning && wallMs - this.drawnAt >= NEXT_PICTURE_MS;
    if (!isDue && !this.isChanged) return;
    this.isChanged = false;
    this.drawnAt = wallMs;
    this.current.forEach((layer) => layer.getCurrentLayer()?.setNeedsRedraw());
  }

  /** Returns the layers, which read the tables as they are whenever a picture is drawn. */
  layers(): Layer[] {
    const { palette, layers } = this.shown;
    const has = (name: LayerName) => layers.includes(name);
    const { places } = this;
    this.current = [
      new StationsLayer({
        id: "stations",
        stations: this.stations,
        table: this.stationTable,
        places,
        palette,
        chosen: this.chosen,
        hasHotSpots: has("hot"),
        hasColumns: has("stations"),
      }),
      new VehiclesLayer({
        id: "vehicles",
        fleet: this.vehicles,
        table: this.vehicleTable,
        places,
        palette,
        timeNow: this.timeNow,
        hasDots: has("vehicles"),
        hasTrails: has("trails"),
        hasParked: has("parked"),
        seenBy: this.seenBy,
      }),
    ];
    return this.current;
  }

  /** Returns what is at a point of the picture [CSS pixels]. */
  at(point: readonly [number, number]): Found | null {
    const { camera, places, city } = this;
    if (camera === null) return null;
    const has = (name: LayerName) => this.shown.layers.includes(name);
    const size = columnSize(camera.scale, this.stations.rows);
    const heightOf = (row: number) => size.tallest * this.stations.heightOf(row);
    const column = { radius: size.radius, heightOf };
    const station = has("stations") ? stationAt(camera, places, column, point) : -1;
    if (station >= 0) return { kind: "station", row: station };
    if (!has("vehicles")) return null;
    const drives = { tables: city.tables, places, now: this.timeNow() };
    const row = vehicleAt(camera, this.vehicles, drives, dotRadius(camera.scale), point);
    return row < 0 ? null : { kind: "vehicle", row };
  }

  degreesOfStation(row: number): [number, number] | undefined {
    const [x, y] = [this.places.x[this.places.zones + row], this.places.y[this.places.zones + row]];
    return x === undefined || y === undefined ? undefined : degreesOf(this.places, x, y);
  }

  destroy(): void {
    this.stationTable.destroy();
    this.vehicleTable.destroy();
  }

  private readonly timeNow = (): number => this.city.clock.at(performance.now());

  private readonly chosen = (): readonly [number, number] => [
    this.shown.station,
    this.pointed?.kind === "station" ? this.pointed.row : -1,
  ];

  private readonly seenBy = (camera: Camera): void => {
    this.camera = camera;
  };
}
