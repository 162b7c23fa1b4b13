/** Stations as columns, and the glow under those with a queue. */

import type { Camera } from "./camera.ts";
import { columnGeometry } from "./column_geometry.ts";
import { GpuTable } from "./gpu_table.ts";
import { Painter, type Shape, type Uniforms } from "./painter.ts";
import type { Palette } from "./palette.ts";
import { STATION_BYTES, type StationInstances } from "./station_instances.ts";
import { COLUMN_FRAGMENT, COLUMN_VERTEX, GLOW_FRAGMENT, GLOW_VERTEX } from "./station_shaders.ts";

const GLOW_PX = 46; // radius, in the usual view of a city
const GLOW_ALPHA = 0.75;
const TALLEST_PX = 70;
const NOTHING: Uniforms = {};
const FLAT_DEGREES = 1; // of pitch, below which columns are drawn as discs
const FOOT = 0.03; // of the tallest: what a column rises where its measure is at its best

const { corners, facing, topVertices, vertices } = columnGeometry();
const RECORD = {
  record: [
    { name: "place", size: 2, offset: 0 },
    { name: "height", size: 1, offset: 8 },
    { name: "heat", size: 1, offset: 12 },
    { name: "tint", size: 4, offset: 16, areBytes: true },
    { name: "mark", size: 4, offset: 20, areBytes: true },
  ],
  recordBytes: STATION_BYTES,
} as const;
const COLUMN: Shape = {
  ...RECORD,
  vs: COLUMN_VERTEX,
  fs: COLUMN_FRAGMENT,
  corners: { corner: [corners, 3], facing: [facing, 3] },
  isStrip: false,
  vertices,
};
const GLOW: Shape = {
  ...RECORD,
  vs: GLOW_VERTEX,
  fs: GLOW_FRAGMENT,
  corners: { corner: [new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), 2] },
  isStrip: true,
  vertices: 4,
};

export interface StationsShown {
  readonly palette: Palette;
  /** Numbers of the station that is selected and of that under the pointer; -1 for none. */
  readonly selected: number;
  readonly pointedAt: number;
  readonly hasGlow: boolean;
  readonly hasColumns: boolean;
}

export class StationPainting {
  private readonly gl: WebGL2RenderingContext;
  private readonly stations: StationInstances;
  private readonly table: GpuTable;
  private readonly columns: Painter;
  private readonly glow: Painter;
  private seen: { camera: Camera; shown: StationsShown; uniforms: Uniforms } | null = null;

  constructor(gl: WebGL2RenderingContext, stations: StationInstances) {
    this.gl = gl;
    this.stations = stations;
    this.table = new GpuTable(gl, stations);
    this.columns = new Painter(gl, COLUMN);
    this.glow = new Painter(gl, GLOW);
  }

  paint(camera: Camera, shown: StationsShown): void {
    const { gl, stations } = this;
    if (stations.rows === 0) return;
    const table = this.table.written();
    const isFlat = isSeenFlat(camera);
    if (this.seen?.camera !== camera || this.seen.shown !== shown) {
      const uniforms = uniformsOf(camera, stations.rows, shown);
      this.seen = { camera, shown, uniforms };
    }
    const { uniforms } = this.seen;
    gl.depthMask(false);
    if (shown.hasGlow) this.glow.paint(table, stations.rows, uniforms, NOTHING);
    gl.depthMask(true);
    if (shown.hasColumns) {
      this.columns.paint(table, stations.rows, uniforms, NOTHING, isFlat ? topVertices : vertices);
    }
  }

  destroy(): void {
    this.table.destroy();
    this.columns.destroy();
    this.glow.destroy();
  }
}

function uniformsOf(
  camera: Camera,
  stations: number,
  { palette, selected, pointedAt }: StationsShown,
): Uniforms {
  const { radius, tallest } = columnSize(camera, stations);
  const glow = (GLOW_PX / camera.scale) * growth(camera.scale);
  return {
    "station.project": camera.matrix,
    "station.picture": [camera.width, camera.height, radius, tallest],
    "station.chosen": [selected, pointedAt, glow, FOOT],
    "station.edge": [...palette.edge.map((one) => one / 255), 1],
    "station.hot": [...palette.hot.map((one) => one / 255), GLOW_ALPHA],
  };
}

interface ColumnSize {
  readonly radius: number;
  readonly tallest: number;
}

/** Returns radius and greatest height of columns [units of the common space], as a camera sees them:
 * from straight above they are discs on the ground. */
export function columnSize(camera: Camera, stations: number): ColumnSize {
  const { scale } = camera;
  const crowd = stations > 1000 ? 0.75 : stations < 20 ? 1.6 : 1;
  const wanted = crowd * 4.8 * 1.35 ** (Math.log2(scale) - 10.5);
  const pixels = Math.min(16, Math.max(3, wanted));
  const tallest = (TALLEST_PX * Math.min(1.6, growth(scale))) / scale;
  return { radius: pixels / scale, tallest: isSeenFlat(camera) ? 0 : tallest };
}

/** Returns how far up a column ends.
 *
 * @param part how high it stands, as a part of the highest.
 */
export function topOf({ tallest }: ColumnSize, part: number): number {
  return tallest * (FOOT + part);
}

function isSeenFlat({ pitch }: Camera): boolean {
  return pitch < FLAT_DEGREES;
}

/** How much larger things are drawn as one comes nearer, by far less than the ground. */
function growth(scale: number): number {
  return 1.3 ** (Math.min(15, Math.max(8, Math.log2(scale))) - 11);
}
