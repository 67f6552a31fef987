import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, type CSSProperties } from 'react';
import { Link } from 'react-router';
import { useLive } from '../api/live';
import type { ComponentState } from '../api/types';
import { percentText } from '../frame/format';
import { Icon } from '../frame/icons';
import { MOODS } from '../frame/moods';
import css from './planet-graph.module.css';

export type ComponentNodeData = { readonly component: ComponentState; readonly down: boolean };

/** A component in the graph. */
export const ComponentNode = memo(function ComponentNode({ data }: NodeProps<Node<ComponentNodeData>>) {
  const { component, down } = data;
  const { id, name, label, type, worker, mood, reason } = component;
  const { icon, colour, meaning } = MOODS[mood];
  return (
    <div className={css['node']} style={{ '--mood': colour } as CSSProperties} data-mood={mood}>
      <Handle type="target" position={down ? Position.Top : Position.Left} className={css['handle']} />
      <div className={css['title']}>
        <Link to={`/components${id}`} title={id} className="nodrag">
          {label ?? name}
        </Link>
        <span className={css['mood']} title={reason ?? meaning}>
          <Icon name={icon} size={14} />
          {mood}
        </span>
      </div>
      <div className={css['line']}>
        <span title={type}>{type}</span>
      </div>
      <div className={css['line']}>
        {reason !== undefined && mood !== 'happy' ? (
          <span title={reason}>{reason}</span>
        ) : (
          <>
            <span title={worker}>{worker}</span>
            <span className="tabular">
              <Load component={component} />
            </span>
          </>
        )}
      </div>
      <Handle type="source" position={down ? Position.Bottom : Position.Right} className={css['handle']} />
    </div>
  );
});

/** By itself, so that a figure does not have the whole node drawn again. */
function Load({ component: { id, mood, cpu: first } }: { readonly component: ComponentState }) {
  return useLive(({ figures }) => {
    const cpu = figures[id]?.cpu ?? first;
    return cpu === undefined || mood === 'sleeping' ? '' : percentText(cpu);
  });
}
