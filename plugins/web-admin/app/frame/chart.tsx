import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clockText } from './format';

/** A line over time. */
export default function Chart({
  label,
  times,
  values,
  text,
  height = 190,
}: {
  readonly label: string;
  /** Seconds since 1970, growing. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  /** A value for people. */
  readonly text: (value: number) => string;
  readonly height?: number;
}) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const words = useRef(text);
  words.current = text;
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme('light');
  const last = values.findLast((value) => value !== null);
  useEffect(() => {
    if (!place.current || width === 0) return undefined;
    const line = scheme === 'dark' ? '#748ffc' : '#3b5bdb';
    const ink = scheme === 'dark' ? '#c1c2c5' : '#495057';
    const grid = { stroke: scheme === 'dark' ? '#ffffff14' : '#00000012', width: 1 };
    const axis = { stroke: ink, grid, ticks: { show: false }, font: '11px system-ui' };
    const made = new uPlot(
      {
        width,
        height,
        cursor: { y: false },
        legend: { show: false },
        scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.15 : 1] } },
        axes: [
          { ...axis, space: 70, values: (_, ticks) => ticks.map((tick) => clockText(tick * 1000)) },
          { ...axis, size: 72, values: (_, ticks) => ticks.map((tick) => words.current(tick)) },
        ],
        series: [
          {},
          { stroke: line, width: 1.6, fill: `${line}22`, points: { show: false }, spanGaps: false },
        ],
      },
      [[], []],
      place.current,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [width, height, scheme]);
  useEffect(() => {
    plot.current?.setData([[...times], [...values]]);
  }, [times, values, width, height, scheme]);
  return (
    <div
      ref={ref}
      role="img"
      aria-label={`${label}; now ${typeof last !== 'number' ? 'unknown' : text(last)}`}
    >
      <div ref={place} />
    </div>
  );
}
