import { Tooltip } from '@mantine/core';
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useLive } from '../api/live';
import { connectionKey } from '../api/live-model';
import { bitRateText, numberText } from '../frame/format';
import css from './planet-graph.module.css';

/** Milliseconds that a client may be behind before it is pointed out. */
const LATE = 1000;

export type FeedEdgeData = { readonly feed: string; readonly client: string; readonly connected: boolean };

/** A feed in the graph, with how much goes over it. */
export const FeedEdge = memo(function FeedEdge({
  id,
  data,
  sourceX,
  sourceY,
  sourcePosition,
  targetX,
  targetY,
  targetPosition,
}: EdgeProps<Edge<FeedEdgeData>>) {
  const { feed = '', client = '', connected = false } = data ?? {};
  const figures = useLive(({ feeds }) => feeds[connectionKey(feed, client)]);
  const [path, labelX, labelY] = getBezierPath({
    ...{ sourceX, sourceY, sourcePosition },
    ...{ targetX, targetY, targetPosition },
  });
  const trouble = (figures?.lag ?? 0) > LATE;
  const details = [
    `${feed} to ${client}`,
    figures?.buffersPerSecond === undefined ? '' : `${numberText(figures.buffersPerSecond)} buffers/s`,
    figures?.lag === undefined ? '' : `${numberText(figures.lag)} ms behind`,
    figures?.dropped === undefined ? '' : `${numberText(figures.dropped)} buffers dropped`,
  ].filter((text) => text !== '');
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        style={{
          stroke: connected ? 'var(--mantine-color-indigo-4)' : 'var(--mood-sleeping)',
          strokeWidth: 1.6,
          ...(connected ? {} : { strokeDasharray: '5 5' }),
        }}
      />
      {connected && figures && (
        <EdgeLabelRenderer>
          <Tooltip label={details.join(', ')}>
            <div
              className={css['rate']}
              data-trouble={trouble || undefined}
              style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            >
              {bitRateText(figures.bytesPerSecond)}
              {figures.buffersPerSecond !== undefined && (
                <>
                  <br />
                  {numberText(Math.round(figures.buffersPerSecond))} buf/s
                </>
              )}
              {(figures.dropped ?? 0) > 0 && (
                <>
                  <br />
                  {numberText(figures.dropped ?? 0)} dropped
                </>
              )}
            </div>
          </Tooltip>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
