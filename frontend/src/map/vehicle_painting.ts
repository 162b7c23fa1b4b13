/** All vehicles, moved by the GPU: between frames one number changes, the time. */

import type { Camera } from "./camera.ts";
import { GpuTable } from "./gpu_table.ts";
import { Painter, type Shape, type Uniforms } from "./painter.ts";
import type { Palette, VehicleState } from "./palette.ts";
import { RECORD_BYTES, type VehicleInstances } from "./vehicle_instances.ts";
import { DOT_FRAGMENT, DOT_VERTEX, TRAIL_FRAGMENT, TRAIL_VERTEX } from "./vehicle_shaders.ts";

const TRAIL_S = 150; // simulated
const TRAIL_PX = 2;
const PARKED_SIZE = 0.7;
const HIDDEN = [0, 0, 0, 0] as const;

const RECORD = {
  record: [
    { name: "drive", size: 4, offset: 0 },
    { name: "times", size: 2, offset: 16 },
    { name: "kind", size: 4, offset: 24, areBytes: true },
  ],
  recordBytes: RECORD_BYTES,
  isStrip: true,
  vertices: 4,
} as const;
const DOT: Shape = {
  ...RECORD,
  vs: DOT_VERTEX,
  fs: DOT_FRAGMENT,
  corners: { corner: [new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), 2] },
};
const TRAIL: Shape = {
  ...RECORD,
  vs: TRAIL_VERTEX,
  fs: TRAIL_FRAGMENT,
  corners: { corner: [new Float32Array([0, -1, 1, -1, 0, 1, 1, 1]), 2] },
};

export interface VehiclesShown {
  readonly palette: Palette;
  readonly hasDots: boolean;
  readonly hasTrails: boolean;
  readonly hasParked: boolean;
}

export class VehiclePainting {
  private readonly gl: WebGL2RenderingContext;
  private readonly fleet: VehicleInstances;
  private readonly table: GpuTable;
  private readonly dots: Painter;
  private readonly trails: Painter;
  private readonly time = new Float32Array([0, PARKED_SIZE, TRAIL_PX, 0]);
  private readonly moving: Uniforms = { "fleet.time": this.time };
  private seen: { camera: Camera; shown: VehiclesShown; uniforms: Uniforms } | null = null;

  constructor(gl: WebGL2RenderingContext, fleet: VehicleInstances) {
    this.gl = gl;
    this.fleet = fleet;
    this.table = new GpuTable(gl, fleet);
    this.dots = new Painter(gl, DOT);
    this.trails = new Painter(gl, TRAIL);
  }

  /** Draws them as they are at a simulated time [s]. */
  paint(camera: Camera, now: number, shown: VehiclesShown): void {
    const { gl, fleet } = this;
    if (fleet.rows === 0) return;
    const table = this.table.written();
    if (this.seen?.camera !== camera || this.seen.shown !== shown) {
      this.seen = { camera, shown, uniforms: uniformsOf(camera, shown) };
    }
    const { uniforms } = this.seen;
    this.time[0] = now - fleet.epoch;
    gl.depthMask(false);
    if (shown.hasTrails) this.trails.paint(table, fleet.rows, uniforms, this.moving);
    if (shown.hasDots) this.dots.paint(table, fleet.rows, uniforms, this.moving);
  }

  destroy(): void {
    this.table.destroy();
    this.dots.destroy();
    this.trails.destroy();
  }
}

function uniformsOf(camera: Camera, { palette, hasParked }: VehiclesShown): Uniforms {
  const colour = (state: VehicleState) => palette.vehicles[state].map((one) => one / 255);
  return {
    "fleet.project": camera.matrix,
    "fleet.picture": [camera.width, camera.height, dotRadius(camera.scale), TRAIL_S],
    "fleet.parked": hasParked ? colour("parked") : HIDDEN,
    "fleet.driving": colour("driving"),
    "fleet.seeking": colour("seeking"),
    "fleet.waiting": colour("waiting"),
    "fleet.served": colour("served"),
    "fleet.lost": colour("lost"),
  };
}

/** Returns the radius of a vehicle's dot at a scale [CSS pixels]. */
export function dotRadius(scale: number): number {
  return Math.min(6, Math.max(1.5, 1.9 * 1.32 ** (Math.log2(scale) - 11)));
}
