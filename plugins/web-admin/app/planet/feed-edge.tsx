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
  const [path, labelX, labelY] = getBezierPath({
    ...{ sourceX, sourceY, sourcePosition },
    ...{ targetX, targetY, targetPosition },
  });
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
      {connected && <FeedLabel feed={feed} client={client} x={labelX} y={labelY} />}
    </>
  );
});

/** How much goes over a feed, in the middle of its edge; by itself, so that figures do not have the edge drawn again. */
function FeedLabel({ feed, client, x, y }: { feed: string; client: string; x: number; y: number }) {
  const figures = useLive(({ feeds }) => feeds[connectionKey(feed, client)]);
  if (!figures) return null;
  const { bytesPerSecond, buffersPerSecond, lag, dropped = 0 } = figures;
  const details = [
    `${feed} to ${client}`,
    buffersPerSecond === undefined ? '' : `${numberText(buffersPerSecond)} buffers/s`,
    lag === undefined ? '' : `${numberText(lag)} ms behind`,
    figures.dropped === undefined ? '' : `${numberText(dropped)} buffers dropped`,
  ].filter((text) => text !== '');
  return (
    <EdgeLabelRenderer>
      <div
        className={css['rate']}
        title={details.join(', ')}
        data-trouble={(lag ?? 0) > LATE || undefined}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {bitRateText(bytesPerSecond)}
        {buffersPerSecond !== undefined && (
          <>
            <br />
            {numberText(Math.round(buffersPerSecond))} buf/s
          </>
        )}
        {dropped > 0 && (
          <>
            <br />
            {numberText(dropped)} dropped
          </>
        )}
      </div>
    </EdgeLabelRenderer>
  );
}
