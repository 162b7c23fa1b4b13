/** What of a city is drawn: its tables as the GPU has them, and how they are painted. */

import type { Layer } from "@deck.gl/core";

import type { LiveCity } from "../live/city.ts";
import type { Frame } from "../live/frame.ts";
import type { Scene } from "../live/scene.ts";
import { type Camera, isSameCamera, pixelOf } from "./camera.ts";
import { LivingLayer } from "./living_layer.ts";
import { type Found, isVehicleAt, type SeenVehicles, stationAt, vehicleAt } from "./picking.ts";
import { degreesOf, type Places, placesOf } from "./places.ts";
import type { LayerName, Shown } from "./shown.ts";
import { StationInstances } from "./station_instances.ts";
import { columnSize, StationPainting, type StationsShown, topOf } from "./station_painting.ts";
import { VehicleInstances } from "./vehicle_instances.ts";
import { dotRadius, VehiclePainting, type VehiclesShown } from "./vehicle_painting.ts";

const NEXT_PICTURE_MS = 8; // pictures are drawn at most twice as often as most screens show them

interface Painting {
  readonly gl: WebGL2RenderingContext;
  readonly vehicles: VehiclePainting;
  readonly stations: StationPainting;
}

export class Drawn {
  readonly places: Places;
  readonly stations: StationInstances;
  readonly vehicles: VehicleInstances;
  private readonly city: LiveCity;
  private painting: Painting | null = null;
  private camera: Camera | null = null;
  private shown: Shown;
  private pointed: Found | null = null;
  private vehiclesShown: VehiclesShown;
  private stationsShown: StationsShown;
  private isChanged = true;
  private isOurs = false; // whether WebGL is set as our pictures need it
  private drawnAt = 0;
  private readonly seenAnew: () => void;

  /** @param seenAnew what stations look like from here has changed: the camera, or what they show. */
  constructor(city: LiveCity, scene: Scene, shown: Shown, seenAnew: () => void) {
    this.city = city;
    this.seenAnew = seenAnew;
    this.shown = shown;
    this.places = placesOf(scene);
    const { measure, palette } = shown;
    this.stations = new StationInstances(city.tables, this.places, measure, palette);
    this.vehicles = new VehicleInstances(city.tables, this.places);
    this.vehiclesShown = vehiclesShown(shown);
    this.stationsShown = stationsShown(shown, this.pointed);
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
    this.vehiclesShown = vehiclesShown(shown);
    this.stationsShown = stationsShown(shown, this.pointed);
    this.isChanged = true;
    this.seenAnew();
  }

  pointAt(found: Found | null): void {
    this.pointed = found;
    this.stationsShown = stationsShown(this.shown, found);
    this.isChanged = true;
  }

  /** Paints anew where something has moved since the last picture; the camera has not, as deck.gl
   * draws by itself when that does. */
  tick(wallMs: number): void {
    const { painting, camera } = this;
    if (painting === null || camera === null) return;
    const isDue = this.city.clock.isRunning && wallMs - this.drawnAt >= NEXT_PICTURE_MS;
    if (!isDue && !this.isChanged) return;
    this.drawnAt = wallMs;
    this.paintAnew(painting, camera);
  }

  layers(): Layer[] {
    return [new LivingLayer({ id: "city", centre: this.places.centre, paint: this.paint })];
  }

  /** Returns what is at a point of the picture [CSS pixels]. */
  at(point: readonly [number, number]): Found | null {
    const { camera, places } = this;
    if (camera === null) return null;
    const size = columnSize(camera, this.stations.rows);
    const heightOf = (row: number) => topOf(size, this.stations.heightOf(row));
    const column = { radius: size.radius, heightOf };
    const station = this.has("stations") ? stationAt(camera, places, column, point) : -1;
    if (station >= 0) return { kind: "station", row: station };
    if (!this.has("vehicles")) return null;
    const row = vehicleAt(this.seenVehicles(camera), point);
    return row < 0 ? null : { kind: "vehicle", row };
  }

  /** Returns whether what was found at a point has driven away from there since. */
  hasLeft({ kind, row }: Found, point: readonly [number, number]): boolean {
    const { camera } = this;
    if (kind === "station" || camera === null) return false;
    return !this.has("vehicles") || !isVehicleAt(this.seenVehicles(camera), row, point);
  }

  /** Returns how far above its foot the column of a station ends in the picture [CSS pixels]. */
  riseOf(row: number): number {
    const { camera, places } = this;
    if (camera === null) return 0;
    const place = places.zones + row;
    const [x, y] = [places.x[place] ?? 0, places.y[place] ?? 0];
    const size = columnSize(camera, this.stations.rows);
    const foot = pixelOf(camera, x, y);
    const top = pixelOf(camera, x, y, topOf(size, this.stations.heightOf(row)));
    return foot === null || top === null ? 0 : foot[1] - top[1] + size.radius * camera.scale;
  }

  degreesOfStation(row: number): [number, number] | undefined {
    const place = this.places.zones + row;
    const [x, y] = [this.places.x[place], this.places.y[place]];
    return x === undefined || y === undefined ? undefined : degreesOf(this.places, x, y);
  }

  /** Paints the city once more, and returns the canvas for as long as its picture is there: until
   * the browser shows the next one. */
  picture(): HTMLCanvasElement | null {
    const { painting, camera } = this;
    if (painting === null || camera === null) return null;
    this.paintAnew(painting, camera);
    const { canvas } = painting.gl;
    return canvas instanceof HTMLCanvasElement ? canvas : null;
  }

  destroy(): void {
    if (this.painting === null) return;
    const { gl, vehicles, stations } = this.painting;
    // deck.gl sets again what was set last: that may not be what is gone by then.
    gl.useProgram(null);
    gl.bindVertexArray(null);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
    vehicles.destroy();
    stations.destroy();
    this.painting = null;
  }

  private readonly paint = (gl: WebGL2RenderingContext, camera: Camera): void => {
    const isMoved = this.camera === null || !isSameCamera(this.camera, camera);
    this.camera = camera;
    // Nothing can be done there by keys: MapLibre's canvas below has them all.
    if (this.painting === null && gl.canvas instanceof HTMLElement) gl.canvas.tabIndex = -1;
    this.painting ??= {
      gl,
      vehicles: new VehiclePainting(gl, this.vehicles),
      stations: new StationPainting(gl, this.stations),
    };
    blend(gl);
    this.paintAll(this.painting, camera);
    this.isOurs = false; // deck.gl has its own way after this
    if (isMoved) this.seenAnew();
  };

  private paintAnew(painting: Painting, camera: Camera): void {
    const { gl } = painting;
    if (!this.isOurs) prepare(gl);
    this.isOurs = true;
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    this.paintAll(painting, camera);
  }

  private paintAll({ gl, vehicles, stations }: Painting, camera: Camera): void {
    this.isChanged = false;
    stations.paint(camera, this.stationsShown);
    vehicles.paint(camera, this.timeNow(), this.vehiclesShown);
    gl.bindVertexArray(null);
    gl.depthMask(true);
  }

  private seenVehicles(camera: Camera): SeenVehicles {
    return {
      camera,
      fleet: this.vehicles,
      tables: this.city.tables,
      places: this.places,
      now: this.timeNow(),
      hasParked: this.has("parked"),
      radius: dotRadius(camera.scale),
    };
  }

  private has(name: LayerName): boolean {
    return this.shown.layers.includes(name);
  }

  private timeNow(): number {
    return this.city.clock.at(performance.now());
  }
}

function vehiclesShown({ palette, layers }: Shown): VehiclesShown {
  const has = (name: LayerName) => layers.includes(name);
  return {
    palette,
    hasDots: has("vehicles"),
    hasTrails: has("trails"),
    hasParked: has("parked"),
  };
}

function stationsShown(
  { palette, layers, station: selected }: Shown,
  pointed: Found | null,
): StationsShown {
  return {
    palette,
    selected,
    pointedAt: pointed?.kind === "station" ? pointed.row : -1,
    hasGlow: layers.includes("hot"),
    hasColumns: layers.includes("stations"),
  };
}

/** Sets what pictures need that follow each other, with nothing else drawn between them: deck.gl keeps
 * a record of all that is set, and that costs more than to draw. */
function prepare(gl: WebGL2RenderingContext): void {
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
  gl.disable(gl.SCISSOR_TEST);
  gl.depthMask(true);
  gl.clearColor(0, 0, 0, 0);
  gl.clearDepth(1);
  blend(gl);
}

function blend(gl: WebGL2RenderingContext): void {
  gl.enable(gl.BLEND);
  gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.enable(gl.DEPTH_TEST);
  gl.depthFunc(gl.LEQUAL);
  gl.disable(gl.CULL_FACE);
}
