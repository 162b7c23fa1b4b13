import "uplot/dist/uPlot.min.css";

import { useEffect, useRef } from "react";
import uPlot from "uplot";

import { useIsDark } from "../app/theme.ts";
import { type ChartData, scaleOfChart } from "./chart_data.ts";
import css from "./plot.module.css";
import { alignedOf, optionsOf } from "./plot_options.ts";

interface PlotProps {
  readonly data: ChartData;
  readonly height: number;
  /** Index of what is pointed at; null for nothing. */
  readonly onPoint: (at: number | null) => void;
}

/** The picture of a chart. New values of the same series are drawn into the same picture. */
export function Plot({ data, height, onPoint }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(data);
  const isDark = useIsDark();
  const kind = JSON.stringify([
    scaleOfChart(data).unit,
    data.x.isTime,
    data.series.map((one) => [one.name, one.isStep]),
    data.levels ?? [],
    isDark,
    height,
  ]);
  useEffect(() => {
    latest.current = data;
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const steps = uPlot.paths.stepped?.({ align: 1 });
    const made = new uPlot(
      { ...optionsOf(latest.current, element, steps, onPoint), width: element.clientWidth, height },
      alignedOf(latest.current),
      element,
    );
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [kind, height, onPoint]);
  useEffect(() => {
    plot.current?.setData(alignedOf(data));
  }, [data]);
  return <div ref={box} className={css.plot} style={{ height }} aria-hidden="true" />;
}
