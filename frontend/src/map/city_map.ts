/** The map of one city: MapLibre draws the ground, deck.gl what is alive on it. No React here. */

import "maplibre-gl/dist/maplibre-gl.css";

import { MapLibreOverlay } from "@deck.gl/maplibre";
import { Map as GroundMap, prewarm, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

import type { Edges } from "./free_space.ts";
import type { Follower, LiveCity } from "../live/city.ts";
import type { Frame } from "../live/frame.ts";
import type { Scene } from "../live/scene.ts";
import { type CityMap as Streets, styleOf } from "./base_map.ts";
import { Drawn } from "./drawn.ts";
import type { Found } from "./picking.ts";
import type { Bounds } from "./places.ts";
import { RareFrames } from "./rare_frames.ts";
import type { CameraState, Shown } from "./shown.ts";

setWorkerUrl(workerUrl);
prewarm(); // the worker begins now, and stays for the maps to come

const SPACE_PX = 40; // around the city

const USUAL_PITCH = 42;

export interface Listeners {
  readonly picked: (found: Found | null) => void;
  readonly pointedAt: (found: Found | null, at: readonly [number, number]) => void;
  readonly moved: (camera: CameraState) => void;
  /** The browser has taken the graphics card away: nothing can be drawn any more. */
  readonly lost: () => void;
}

export interface Options {
  readonly camera: CameraState | null;
  readonly shown: Shown;
  readonly streets: Streets | null;
  readonly isMotionReduced: boolean;
  /** What is kept free at the edges of a map of some width, for what lies over it [CSS pixels]. */
  readonly paddingFor: (width: number) => Edges;
}

export class CityMap implements Follower {
  readonly ground: GroundMap;
  private readonly city: LiveCity;
  private readonly overlay: MapLibreOverlay;
  private readonly frames = new RareFrames();
  private readonly container: HTMLElement;
  private readonly listeners: Listeners;
  private readonly unfollow: () => void;
  private drawn: Drawn | null = null;
  private shown: Shown;
  private streets: Streets | null;
  private readonly paddingFor: Options["paddingFor"];
  private isPlaced: boolean;
  private picture = 0;
  private hovered: Found | null = null;

  constructor(container: HTMLElement, city: LiveCity, options: Options, listeners: Listeners) {
    this.container = container;
    this.city = city;
    this.listeners = listeners;
    this.shown = options.shown;
    this.streets = options.streets;
    this.paddingFor = options.paddingFor;
    this.isPlaced = options.camera !== null;
    this.ground = groundMap(container, options);
    // deck.gl hands on to its loop where its frames come from, and does not declare that it does.
    const loop = { animationFrameProvider: this.frames };
    this.overlay = new MapLibreOverlay({ interleaved: false, layers: [], ...loop });
    this.ground.addControl(this.overlay);
    this.listen();
    this.unfollow = city.follow(this);
    this.picture = requestAnimationFrame(this.tick);
  }

  begin(scene: Scene): void {
    this.drawn?.destroy();
    this.drawn = new Drawn(this.city, scene, this.shown);
    this.update();
    if (!this.isPlaced) this.fit();
  }

  changed(frame: Frame): void {
    this.drawn?.changed(frame);
  }

  show(shown: Shown): void {
    const isOther = shown.palette !== this.shown.palette;
    this.shown = shown;
    if (isOther) this.ground.setStyle(styleOf(shown.palette, this.streets));
    this.drawn?.show(shown);
    this.update();
  }

  showStreets(streets: Streets): void {
    this.streets = streets;
    this.ground.setStyle(styleOf(this.shown.palette, streets));
  }

  /** The upper end of the scale of the measure that is shown. */
  get high(): number {
    return this.drawn?.stations.high ?? 0;
  }

  /** How many places had no position, and were put on a grid. */
  get invented(): number {
    return this.drawn?.places.invented ?? 0;
  }

  /** Shows the whole city. */
  fit(): void {
    if (this.drawn === null) return;
    this.isPlaced = true;
    const [west, south, east, north]: Bounds = this.drawn.places.bounds;
    const { top, right, bottom, left } = this.paddingFor(this.ground.getContainer().clientWidth);
    this.ground.fitBounds([west, south, east, north], {
      padding: {
        top: top + SPACE_PX,
        right: right + SPACE_PX,
        bottom: bottom + SPACE_PX,
        left: left + SPACE_PX,
      },
      pitch: this.ground.getPitch(),
      bearing: this.ground.getBearing(),
      animate: false,
      maxZoom: 14,
    });
  }

  /** Brings a station into the middle. */
  flyTo(station: number): void {
    const centre = this.drawn?.degreesOfStation(station);
    if (centre === undefined) return;
    const zoom = Math.max(this.ground.getZoom(), 12.5);
    this.ground.easeTo({ center: centre, zoom, duration: 700 });
  }

  tilt(pitch: number): void {
    this.ground.easeTo({ pitch, duration: 400 });
  }

  moveTo({ lon, lat, zoom, pitch, bearing }: CameraState): void {
    this.ground.jumpTo({ center: [lon, lat], zoom, pitch, bearing });
  }

  get camera(): CameraState {
    return cameraState(this.ground);
  }

  /** Frees all that the map holds: browsers let only a few of its kind live. */
  destroy(): void {
    this.container.removeEventListener("webglcontextlost", this.lost, true);
    cancelAnimationFrame(this.picture);
    this.unfollow();
    const canvas = this.overlay.getCanvas();
    this.ground.removeControl(this.overlay);
    this.drawn?.destroy();
    if (canvas !== null) release(canvas);
    this.ground.remove();
  }

  /** Once all have heard it who listen. */
  private readonly lost = (): void => {
    setTimeout(this.listeners.lost, 0);
  };

  private readonly tick = (): void => {
    this.picture = requestAnimationFrame(this.tick);
    this.drawn?.tick(performance.now());
  };

  private update(): void {
    if (this.drawn === null) return;
    this.overlay.setProps({ layers: this.drawn.layers() });
    this.frames.wake();
  }

  private listen(): void {
    // It does not bubble, and is heard here on its way down, whichever canvas is meant.
    this.container.addEventListener("webglcontextlost", this.lost, true);
    this.ground.on("resize", () => this.frames.wake());
    this.ground.on("moveend", () => this.listeners.moved(cameraState(this.ground)));
    this.ground.on("click", ({ point }) => {
      this.listeners.picked(this.drawn?.at([point.x, point.y]) ?? null);
    });
    this.ground.on("mousemove", ({ point }) => this.point([point.x, point.y]));
    this.ground.on("mouseout", () => this.point(null));
    this.ground.on("dragstart", () => this.point(null));
  }

  private point(at: readonly [number, number] | null): void {
    const found = at === null ? null : (this.drawn?.at(at) ?? null);
    if (found === null && this.hovered === null) return;
    this.hovered = found;
    this.drawn?.pointAt(found);
    this.ground.getCanvas().style.cursor = found === null ? "" : "pointer";
    this.listeners.pointedAt(found, at ?? [0, 0]);
  }
}

/** Gives a context back at once: deck.gl leaves that to whenever memory is next tidied up. */
function release(canvas: HTMLCanvasElement): void {
  canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
}

function groundMap(container: HTMLElement, options: Options): GroundMap {
  const { camera, shown, streets, isMotionReduced } = options;
  return new GroundMap({
    container,
    style: styleOf(shown.palette, streets),
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

function cameraState(ground: GroundMap): CameraState {
  const { lng, lat } = ground.getCenter();
  return {
    lon: lng,
    lat,
    zoom: ground.getZoom(),
    pitch: ground.getPitch(),
    bearing: ground.getBearing(),
  };
}
