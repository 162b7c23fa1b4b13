/** The layer of deck.gl that shows a city: it has the camera, and lets the city be painted. */

import { Layer, type LayerProps } from "@deck.gl/core";

import { type Camera, cameraOf } from "./camera.ts";

export interface LivingProps extends LayerProps {
  /** In the common space: what positions are offsets from. */
  readonly centre: readonly [number, number];
  readonly paint: (gl: WebGL2RenderingContext, camera: Camera) => void;
}

export class LivingLayer extends Layer<LivingProps> {
  static override layerName = "LivingLayer";

  override initializeState(): void {
    // All that is drawn is in the tables of the city.
  }

  override draw(): void {
    const { device, viewport } = this.context;
    this.props.paint(contextOf(device), cameraOf(viewport, this.props.centre));
  }
}

function contextOf(device: object): WebGL2RenderingContext {
  if ("gl" in device && device.gl instanceof WebGL2RenderingContext) return device.gl;
  throw new Error("the map needs WebGL 2");
}
