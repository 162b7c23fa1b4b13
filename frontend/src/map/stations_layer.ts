/** Stations as columns, and the glow under those with a queue. */

import { Layer, type LayerProps } from "@deck.gl/core";
import { Geometry, Model } from "@luma.gl/engine";

import { type Camera, cameraOf } from "./camera.ts";
import { columnGeometry } from "./column_geometry.ts";
import type { GpuTable } from "./gpu_table.ts";
import type { Palette } from "./palette.ts";
import type { Places } from "./places.ts";
import { STATION_BYTES, type StationInstances } from "./station_instances.ts";
import {
  COLUMN_FRAGMENT,
  COLUMN_VERTEX,
  GLOW_FRAGMENT,
  GLOW_VERTEX,
  type StationUniforms,
  stationUniforms,
} from "./station_shaders.ts";

const GLOW_PX = 46; // radius, in the usual view of a city
const TALLEST_PX = 70;
const COLUMN = columnGeometry();

export interface StationsProps extends LayerProps {
  readonly stations: StationInstances;
  readonly table: GpuTable;
  readonly places: Places;
  readonly palette: Palette;
  /** Numbers of the station that is selected and of that under the pointer; -1 for none. */
  readonly chosen: () => readonly [number, number];
  readonly hasHotSpots: boolean;
  readonly hasColumns: boolean;
}

interface Models extends Record<string, unknown> {
  readonly columns: Model;
  readonly glow: Model;
}

export class StationsLayer extends Layer<StationsProps> {
  static override layerName = "StationsLayer";
  declare state: Models;

  override initializeState(): void {
    const { corners, facing } = COLUMN;
    const square = new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]);
    this.state = {
      columns: this.model(COLUMN_VERTEX, COLUMN_FRAGMENT, true, {
        topology: "triangle-list",
        attributes: {
          corner: { size: 3, value: corners },
          facing: { size: 3, value: facing },
        },
      }),
      glow: this.model(GLOW_VERTEX, GLOW_FRAGMENT, false, {
        topology: "triangle-strip",
        attributes: { corner: { size: 2, value: square } },
      }),
    };
  }

  override getModels(): Model[] {
    const { columns, glow } = this.state as Partial<Models>;
    return [glow, columns].filter((model) => model !== undefined);
  }

  override draw(): void {
    const { stations, table, places, hasHotSpots, hasColumns } = this.props;
    const camera = cameraOf(this.context.viewport, places.centre);
    const buffer = table.on(this.context.device);
    if (stations.rows === 0) return;
    const uniforms = this.uniforms(camera);
    const { columns, glow } = this.state;
    const isFlat = pitchOf(this.context.viewport) < 1;
    columns.setVertexCount(isFlat ? COLUMN.topVertices : COLUMN.vertices);
    const shown = [...(hasHotSpots ? [glow] : []), ...(hasColumns ? [columns] : [])];
    for (const model of shown) {
      model.setAttributes({ station: buffer });
      model.setInstanceCount(stations.rows);
      model.shaderInputs.setProps({ station: uniforms });
      model.draw(this.context.renderPass);
    }
  }

  override finalizeState(context: Parameters<Layer["finalizeState"]>[0]): void {
    super.finalizeState(context);
    for (const model of this.getModels()) model.destroy();
  }

  private uniforms(camera: Camera): StationUniforms {
    const { palette, chosen, stations } = this.props;
    const [selected, pointedAt] = chosen();
    const unit = (colour: readonly number[], alpha: number) =>
      [...colour.map((one) => one / 255), alpha] as [number, number, number, number];
    const { radius, tallest } = columnSize(camera.scale, stations.rows);
    const isFlat = pitchOf(this.context.viewport) < 1;
    return {
      project: Array.from(camera.matrix),
      picture: [camera.width, camera.height, radius, isFlat ? 0 : tallest],
      chosen: [selected, pointedAt, (GLOW_PX / camera.scale) * glowScale(camera.scale), 0],
      edge: unit(palette.edge, 1),
      hot: unit(palette.hot, 0.75),
    };
  }

  private model(
    vs: string,
    fs: string,
    isSolid: boolean,
    geometry: ConstructorParameters<typeof Geometry>[0],
  ): Model {
    return new Model(this.context.device, {
      ...(this.getShaders({ vs, fs, modules: [stationUniforms] }) as object),
      id: `${this.props.id}-${isSolid ? "columns" : "glow"}`,
      instanceCount: 0,
      disableWarnings: true,
      geometry: new Geometry(geometry),
      bufferLayout: [
        {
          name: "station",
          byteStride: STATION_BYTES,
          stepMode: "instance",
          attributes: [
            { attribute: "place", format: "float32x2", byteOffset: 0 },
            { attribute: "height", format: "float32", byteOffset: 8 },
            { attribute: "heat", format: "float32", byteOffset: 12 },
            { attribute: "tint", format: "unorm8x4", byteOffset: 16 },
            { attribute: "mark", format: "unorm8x4", byteOffset: 20 },
          ],
        },
      ],
      parameters: { depthWriteEnabled: isSolid, depthCompare: "less-equal" },
    });
  }
}

/** Returns radius and greatest height of a column [units of the common space] at a scale. */
export function columnSize(scale: number, stations: number): { radius: number; tallest: number } {
  const zoom = Math.log2(scale);
  const crowd = stations > 1000 ? 0.75 : stations < 20 ? 1.6 : 1;
  const pixels = Math.min(16, Math.max(3, crowd * 4.8 * 1.35 ** (zoom - 10.5)));
  return {
    radius: pixels / scale,
    tallest: (TALLEST_PX * Math.min(1.6, glowScale(scale))) / scale,
  };
}

function glowScale(scale: number): number {
  return 1.3 ** (Math.min(15, Math.max(8, Math.log2(scale))) - 11);
}

function pitchOf(viewport: object): number {
  return "pitch" in viewport && typeof viewport.pitch === "number" ? viewport.pitch : 0;
}
