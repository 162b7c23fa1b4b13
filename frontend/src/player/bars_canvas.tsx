import { useEffect, useRef } from "react";

import { useIsDark } from "../app/theme.ts";
import css from "./time_line.module.css";
import type { Bars } from "./use_marks.ts";

interface BarsCanvasProps {
  readonly bars: Bars;
  readonly horizon: number;
}

/** Events over the run as bars: the highest is as high as the line. */
export function BarsCanvas({ bars, horizon }: BarsCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useIsDark();
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const sizes = new ResizeObserver(() => draw(element, bars, horizon));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [bars, horizon, isDark]);
  return <canvas ref={canvas} className={css.bars} aria-hidden="true" />;
}

function draw(canvas: HTMLCanvasElement, { width, heights }: Bars, horizon: number): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  const context = canvas.getContext("2d");
  if (context === null || horizon <= 0) return;
  context.fillStyle = getComputedStyle(canvas).color;
  const highest = heights.reduce((one, other) => Math.max(one, other), 1);
  const perSecond = canvas.width / horizon;
  heights.forEach((height, slot) => {
    if (height === 0) return;
    const tall = Math.max(ratio, (canvas.height * height) / highest);
    const left = Math.floor(slot * width * perSecond);
    const right = Math.max(left + 1, Math.floor((slot + 1) * width * perSecond));
    context.fillRect(left, canvas.height - tall, right - left, tall);
  });
}
