/** MapLibre's map: the ground, its streets, and the camera over both. */

import "maplibre-gl/dist/maplibre-gl.css";

import { type GeoJSONSource, Map as GroundMap, prewarm, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

import { CITY, type CityMap as Streets, coloursOf, styleOf } from "./base_map.ts";
import { type Framed, framed } from "./fitting.ts";
import type { Edges } from "./free_space.ts";
import type { Palette } from "./palette.ts";
import type { Bounds } from "./places.ts";
import type { CameraState } from "./shown.ts";

setWorkerUrl(workerUrl);
prewarm(); // the worker begins now, and stays for the maps to come

const USUAL_PITCH = 42;
const NEAREST_ZOOM = 14; // that a whole city is shown at
const TURNS = 3; // to find where it fits: what is far is drawn smaller

export interface GroundOptions {
  readonly camera: CameraState | null;
  readonly palette: Palette;
  readonly isMotionReduced: boolean;
}

export class Ground {
  readonly map: GroundMap;
  private palette: Palette;
  private streets: Streets | null = null;
  private isStyled = false;
  private isPlaced: boolean;
  private isTold = false;
  private readonly onDrawn: () => void;

  /**
   * @param onDrawn told when the streets are to be seen: they are there, and the camera is.
   */
  constructor(container: HTMLElement, options: GroundOptions, onDrawn: () => void) {
    this.palette = options.palette;
    this.onDrawn = onDrawn;
    this.isPlaced = options.camera !== null;
    this.map = mapIn(container, options);
    // Neither colours nor data can be given before; what came meanwhile is given now.
    this.map.once("style.load", () => {
      this.isStyled = true;
      this.paint();
      this.lay();
    });
  }

  show(palette: Palette): void {
    if (palette === this.palette) return;
    this.palette = palette;
    this.paint();
  }

  showStreets(streets: Streets): void {
    if (streets === this.streets) return;
    this.streets = streets;
    this.lay();
  }

  /** Shows an area in what panels leave free, whichever way the camera looks. */
  fit([west, south, east, north]: Bounds, edges: Edges): void {
    const { map } = this;
    const corners: [number, number][] = [
      [west, south],
      [west, north],
      [east, south],
      [east, north],
    ];
    const pitch = map.getPitch();
    const bearing = map.getBearing();
    map.fitBounds([west, south, east, north], { pitch, bearing, animate: false });
    for (let turn = 0; turn < TURNS; turn += 1) {
      const { clientWidth: width, clientHeight: height } = map.getContainer();
      const { closer, right, down }: Framed = framed(
        corners.map((corner) => map.project(corner)),
        { width, height, edges, mostCloser: NEAREST_ZOOM - map.getZoom() },
      );
      map.panBy([right, down], { animate: false });
      map.setZoom(map.getZoom() + closer);
    }
    this.isPlaced = true;
    this.tell();
  }

  get camera(): CameraState {
    const { lng, lat } = this.map.getCenter();
    return {
      lon: lng,
      lat,
      zoom: this.map.getZoom(),
      pitch: this.map.getPitch(),
      bearing: this.map.getBearing(),
    };
  }

  /** Returns its picture as it is now, to be copied at once: browsers do not keep it. */
  picture(): HTMLCanvasElement {
    this.map.redraw();
    return this.map.getCanvas();
  }

  destroy(): void {
    this.map.remove();
  }

  private paint(): void {
    if (!this.isStyled) return;
    for (const [layer, property, colour] of coloursOf(this.palette)) {
      this.map.setPaintProperty(layer, property, colour);
    }
  }

  private lay(): void {
    if (!this.isStyled || this.streets === null) return;
    void this.map.getSource<GeoJSONSource>(CITY)?.setData(this.streets);
    this.tell();
  }

  /** Tells once, when all that is asked for is drawn. */
  private tell(): void {
    if (this.isTold || !this.isPlaced || !this.isStyled || this.streets === null) return;
    this.isTold = true;
    void this.map.once("idle", this.onDrawn);
  }
}

function mapIn(container: HTMLElement, options: GroundOptions): GroundMap {
  const { camera, palette, isMotionReduced } = options;
  return new GroundMap({
    container,
    style: styleOf(palette),
    attributionControl: false,
    center: camera === null ? [0, 0] : [camera.lon, camera.lat],
    zoom: camera?.zoom ?? 10,
    pitch: camera?.pitch ?? USUAL_PITCH,
    bearing: camera?.bearing ?? 0,
    maxPitch: 70,
    fadeDuration: 0,
    reduceMotion: isMotionReduced,
    renderWorldCopies: false,
  });
}
