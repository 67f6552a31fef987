import { Handle, Position, useUpdateNodeInternals, type Node, type NodeProps } from '@xyflow/react';
import { memo, useEffect } from 'react';
import { Icon } from '../frame/icons';
import type { EditedComponent } from './flow-model';
import css from './editor.module.css';

export type EditorNodeData = {
  readonly component: EditedComponent;
  readonly eaters: readonly string[];
  readonly feeders: readonly string[];
  /** Eaters that need a feed, or have one that does not fit. */
  readonly wrongEaters: ReadonlySet<string>;
  readonly isWrong: boolean;
  /** The first thing that is wrong with it. */
  readonly problem?: string | undefined;
};

/** A component with a point for each eater and feeder. */
export const EditorNode = memo(function EditorNode({ id, data }: NodeProps<Node<EditorNodeData>>) {
  const { component, eaters, feeders, wrongEaters, isWrong, problem } = data;
  const remeasure = useUpdateNodeInternals();
  const points = JSON.stringify([eaters, feeders]);
  // Its declaration may come after it was drawn, and with it the points between which connections are drawn.
  useEffect(() => {
    remeasure(id);
  }, [remeasure, id, points]);
  return (
    <div className={css['node']} data-wrong={isWrong || undefined}>
      {eaters.map((name, at) => (
        <Handle
          key={name}
          id={name}
          type="target"
          position={Position.Left}
          title={`eater ${name}${wrongEaters.has(name) ? ': something is wrong with it' : ''}`}
          className={wrongEaters.has(name) ? css['wrong-eater'] : undefined}
          style={{ top: place(at, eaters.length) }}
        />
      ))}
      <div className={css['title']}>
        <span>{component.label ?? component.name}</span>
        {isWrong && <Icon name="error" size={14} />}
        {component.clockMaster === true && <span title="It gives the flow its clock">clock</span>}
      </div>
      <div className={css['line']}>{component.type}</div>
      <div className={css['line']} title={problem}>
        {problem ?? component.worker ?? 'no worker'}
      </div>
      {feeders.map((name, at) => (
        <Handle
          key={name}
          id={name}
          type="source"
          position={Position.Right}
          title={`feeder ${name}`}
          style={{ top: place(at, feeders.length) }}
        />
      ))}
    </div>
  );
});

function place(at: number, count: number): string {
  return `${((at + 1) * 100) / (count + 1)}%`;
}
