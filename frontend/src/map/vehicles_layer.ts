/** All vehicles, moved by the GPU: between frames one number changes, the time. */

import { Layer, type LayerProps } from "@deck.gl/core";
import { Geometry, Model } from "@luma.gl/engine";

import { type Camera, cameraOf } from "./camera.ts";
import type { GpuTable } from "./gpu_table.ts";
import { type Palette, type VehicleState } from "./palette.ts";
import type { Places } from "./places.ts";
import { RECORD_BYTES, type VehicleInstances } from "./vehicle_instances.ts";
import {
  DOT_FRAGMENT,
  DOT_VERTEX,
  fleetUniforms,
  TRAIL_FRAGMENT,
  TRAIL_VERTEX,
  type VehicleUniforms,
} from "./vehicle_shaders.ts";

const TRAIL_S = 150; // simulated
const TRAIL_PX = 2;
const PARKED_SIZE = 0.7;

export interface VehiclesProps extends LayerProps {
  readonly fleet: VehicleInstances;
  readonly table: GpuTable;
  readonly places: Places;
  readonly palette: Palette;
  /** Simulated time to be shown [s]. */
  readonly timeNow: () => number;
  readonly hasDots: boolean;
  readonly hasTrails: boolean;
  readonly hasParked: boolean;
  /** Told of the camera of each picture. */
  readonly seenBy: (camera: Camera) => void;
}

interface Models extends Record<string, unknown> {
  readonly dots: Model;
  readonly trails: Model;
}

export class VehiclesLayer extends Layer<VehiclesProps> {
  static override layerName = "VehiclesLayer";
  declare state: Models;

  override initializeState(): void {
    const dot = [-1, -1, 1, -1, -1, 1, 1, 1];
    const line = [0, -1, 1, -1, 0, 1, 1, 1];
    this.state = {
      dots: this.model("dots", DOT_VERTEX, DOT_FRAGMENT, dot),
      trails: this.model("trails", TRAIL_VERTEX, TRAIL_FRAGMENT, line),
    };
  }

  override getModels(): Model[] {
    const { dots, trails } = this.state as Partial<Models>;
    return [trails, dots].filter((model) => model !== undefined);
  }

  override draw(): void {
    const { fleet, table, places, hasDots, hasTrails, seenBy } = this.props;
    const camera = cameraOf(this.context.viewport, places.centre);
    seenBy(camera);
    const buffer = table.on(this.context.device);
    if (fleet.rows === 0) return;
    const uniforms = this.uniforms(camera);
    const { dots, trails } = this.state;
    for (const model of [...(hasTrails ? [trails] : []), ...(hasDots ? [dots] : [])]) {
      model.setAttributes({ vehicle: buffer });
      model.setInstanceCount(fleet.rows);
      model.shaderInputs.setProps({ fleet: uniforms });
      model.draw(this.context.renderPass);
    }
  }

  override finalizeState(context: Parameters<Layer["finalizeState"]>[0]): void {
    super.finalizeState(context);
    for (const model of this.getModels()) model.destroy();
  }

  private uniforms(camera: Camera): VehicleUniforms {
    const { fleet, palette, timeNow, hasParked } = this.props;
    const time = timeNow() - fleet.epoch;
    const colour = (state: VehicleState) =>
      palette.vehicles[state].map((one) => one / 255) as [number, number, number, number];
    const parked = colour("parked");
    return {
      project: Array.from(camera.matrix),
      picture: [camera.width, camera.height, dotRadius(camera.scale), TRAIL_S],
      time: [time, PARKED_SIZE, TRAIL_PX, 0],
      parked: hasParked ? parked : [0, 0, 0, 0],
      driving: colour("driving"),
      seeking: colour("seeking"),
      waiting: colour("waiting"),
      served: colour("served"),
      lost: colour("lost"),
    };
  }

  private model(name: string, vs: string, fs: string, corners: number[]): Model {
    return new Model(this.context.device, {
      ...(this.getShaders({ vs, fs, modules: [fleetUniforms] }) as object),
      id: `${this.props.id}-${name}`,
      instanceCount: 0,
      disableWarnings: true,
      geometry: new Geometry({
        topology: "triangle-strip",
        attributes: { corner: { size: 2, value: new Float32Array(corners) } },
      }),
      bufferLayout: [
        {
          name: "vehicle",
          byteStride: RECORD_BYTES,
          stepMode: "instance",
          attributes: [
            { attribute: "drive", format: "float32x4", byteOffset: 0 },
            { attribute: "times", format: "float32x2", byteOffset: 16 },
            { attribute: "kind", format: "unorm8x4", byteOffset: 24 },
          ],
        },
      ],
      parameters: { depthWriteEnabled: false, depthCompare: "less-equal" },
    });
  }
}

/** Returns the radius of a vehicle's dot at a scale [CSS pixels]. */
export function dotRadius(scale: number): number {
  return Math.min(6, Math.max(1.5, 1.9 * 1.32 ** (Math.log2(scale) - 11)));
}
