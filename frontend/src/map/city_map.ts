/** The map of one city: MapLibre draws the ground, deck.gl what is alive on it. No React here. */

import { MapLibreOverlay } from "@deck.gl/maplibre";
import type { Map as GroundMap } from "maplibre-gl";

import type { Follower, LiveCity } from "../live/city.ts";
import type { Frame } from "../live/frame.ts";
import type { Scene } from "../live/scene.ts";
import type { CityMap as Streets } from "./base_map.ts";
import { type Callout, Callouts } from "./callouts.ts";
import { Drawn } from "./drawn.ts";
import { coveredEdges } from "./free_space.ts";
import { Ground } from "./ground.ts";
import type { MapPicture } from "./map_picture.ts";
import type { Found } from "./picking.ts";
import { RareFrames } from "./rare_frames.ts";
import type { CameraState, Shown } from "./shown.ts";

export interface Listeners {
  readonly picked: (found: Found | null) => void;
  readonly pointedAt: (found: Found | null, at: readonly [number, number]) => void;
  readonly moved: (camera: CameraState) => void;
  /** The streets are to be seen. */
  readonly drawn: () => void;
  /** The browser has taken the graphics card away: nothing can be drawn any more. */
  readonly lost: () => void;
}

export interface Options {
  readonly camera: CameraState | null;
  readonly shown: Shown;
  readonly isMotionReduced: boolean;
}

export class CityMap implements Follower {
  private readonly base: Ground;
  private readonly city: LiveCity;
  private readonly overlay: MapLibreOverlay;
  private readonly frames = new RareFrames();
  private readonly container: HTMLElement;
  private readonly callouts: Callouts;
  private readonly listeners: Listeners;
  private readonly unfollow: () => void;
  private drawn: Drawn | null = null;
  private shown: Shown;
  private isPlaced: boolean;
  private picture = 0;
  private hovered: Found | null = null;
  /** Where the pointer is [CSS pixels]; null where it is not on the map. */
  private pointer: readonly [number, number] | null = null;
  private isPointerMoved = false;

  constructor(container: HTMLElement, city: LiveCity, options: Options, listeners: Listeners) {
    this.container = container;
    this.city = city;
    this.listeners = listeners;
    this.shown = options.shown;
    this.isPlaced = options.camera !== null;
    const { camera, isMotionReduced } = options;
    const { palette } = options.shown;
    this.base = new Ground(container, { camera, palette, isMotionReduced }, listeners.drawn);
    // deck.gl hands on to its loop where its frames come from, and does not declare that it does.
    const loop = { animationFrameProvider: this.frames };
    this.overlay = new MapLibreOverlay({ interleaved: false, layers: [], ...loop });
    this.ground.addControl(this.overlay);
    this.callouts = new Callouts(this.ground);
    this.listen();
    this.unfollow = city.follow(this);
    this.picture = requestAnimationFrame(this.tick);
  }

  /** MapLibre's part: it has the camera. */
  get ground(): GroundMap {
    return this.base.map;
  }

  begin(scene: Scene): void {
    this.drawn?.destroy();
    this.drawn = new Drawn(this.city, scene, this.shown, this.callouts.place);
    this.update();
    if (!this.isPlaced) this.fit();
  }

  changed(frame: Frame): void {
    this.drawn?.changed(frame);
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.base.show(shown.palette);
    this.drawn?.show(shown);
    this.update();
  }

  showStreets(streets: Streets): void {
    this.base.showStreets(streets);
  }

  /** Writes names beside stations, by their numbers. */
  name(stations: readonly { row: number; callout: Callout }[]): void {
    const placed = stations.flatMap(({ row, callout }) => {
      const at = this.drawn?.degreesOfStation(row);
      const rise = () => this.drawn?.riseOf(row) ?? 0;
      return at === undefined ? [] : [{ at, rise, callout }];
    });
    this.callouts.show(placed);
  }

  /** The upper end of the scale of the measure that is shown; null until the city is there. */
  get high(): number | null {
    return this.drawn?.stations.high ?? null;
  }

  /** How many places had no position, and were put on a grid. */
  get invented(): number {
    return this.drawn?.places.invented ?? 0;
  }

  /** Shows the whole city. */
  fit(): void {
    if (this.drawn === null) return;
    this.isPlaced = true;
    this.base.fit(this.drawn.places.bounds, coveredEdges(this.ground.getContainer()));
  }

  /** Brings a station into the middle of what is free. */
  flyTo(station: number): void {
    const centre = this.drawn?.degreesOfStation(station);
    if (centre === undefined) return;
    const zoom = Math.max(this.ground.getZoom(), 12.5);
    const { left, right } = coveredEdges(this.ground.getContainer());
    this.ground.easeTo({ center: centre, zoom, offset: [(left - right) / 2, 0], duration: 700 });
  }

  tilt(pitch: number): void {
    this.ground.easeTo({ pitch, duration: 400 });
  }

  moveTo({ lon, lat, zoom, pitch, bearing }: CameraState): void {
    this.ground.jumpTo({ center: [lon, lat], zoom, pitch, bearing });
  }

  get camera(): CameraState {
    return this.base.camera;
  }

  /** Returns what is seen now, to be copied at once: browsers do not keep it. */
  seen(): MapPicture {
    const { clientWidth: width, clientHeight: height } = this.ground.getContainer();
    const layers = [this.base.picture(), this.drawn?.picture() ?? null];
    return {
      width,
      height,
      layers: layers.filter((layer) => layer !== null),
      callouts: this.callouts.seen(),
    };
  }

  /** Frees all that the map holds: browsers let only a few of its kind live. */
  destroy(): void {
    this.container.removeEventListener("webglcontextlost", this.lost, true);
    cancelAnimationFrame(this.picture);
    this.unfollow();
    this.callouts.destroy();
    const canvas = this.overlay.getCanvas();
    this.ground.removeControl(this.overlay);
    this.drawn?.destroy();
    if (canvas !== null) release(canvas);
    this.base.destroy();
  }

  /** Once all have heard it who listen. */
  private readonly lost = (): void => {
    setTimeout(this.listeners.lost, 0);
  };

  private readonly tick = (): void => {
    this.picture = requestAnimationFrame(this.tick);
    this.lookUnderPointer();
    this.drawn?.tick(performance.now());
  };

  private update(): void {
    if (this.drawn === null) return;
    this.overlay.setProps({ layers: this.drawn.layers() });
    this.frames.wake();
  }

  private listen(): void {
    const { ground } = this;
    // It does not bubble, and is heard here on its way down, whichever canvas is meant.
    this.container.addEventListener("webglcontextlost", this.lost, true);
    ground.on("resize", () => this.frames.wake());
    ground.on("moveend", () => this.listeners.moved(this.base.camera));
    ground.on("click", ({ point }) => {
      this.listeners.picked(this.drawn?.at([point.x, point.y]) ?? null);
    });
    const pointTo = (at: readonly [number, number] | null) => {
      this.pointer = at;
      this.isPointerMoved = true;
    };
    ground.on("mousemove", ({ point }) => pointTo([point.x, point.y]));
    ground.on("mouseout", () => pointTo(null));
    ground.on("dragstart", () => pointTo(null));
  }

  /** Once a picture at most: where the pointer has moved, or what was under it has left. */
  private lookUnderPointer(): void {
    const { pointer: at, hovered, drawn } = this;
    if (drawn === null || !(this.isPointerMoved || this.hasLeft(drawn))) return;
    this.isPointerMoved = false;
    const found = at === null ? null : drawn.at(at);
    if (found === null && hovered === null) return;
    this.hovered = found;
    drawn.pointAt(found);
    this.ground.getCanvas().style.cursor = found === null ? "" : "pointer";
    this.listeners.pointedAt(found, at ?? [0, 0]);
  }

  private hasLeft(drawn: Drawn): boolean {
    const { pointer, hovered } = this;
    return hovered !== null && pointer !== null && drawn.hasLeft(hovered, pointer);
  }
}

/** Gives a context back at once: deck.gl leaves that to whenever memory is next tidied up. */
function release(canvas: HTMLCanvasElement): void {
  canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
}
