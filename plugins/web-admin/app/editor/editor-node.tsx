import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { Icon } from '../frame/icons';
import type { EditedComponent } from './flow-model';
import css from './editor.module.css';

export type EditorNodeData = {
  readonly component: EditedComponent;
  readonly eaters: readonly string[];
  readonly feeders: readonly string[];
  readonly isWrong: boolean;
};

/** A component with a point for each eater and feeder. */
export const EditorNode = memo(function EditorNode({ data }: NodeProps<Node<EditorNodeData>>) {
  const { component, eaters, feeders, isWrong } = data;
  return (
    <div className={css['node']} data-wrong={isWrong || undefined}>
      {eaters.map((name, at) => (
        <Handle
          key={name}
          id={name}
          type="target"
          position={Position.Left}
          title={`eater ${name}`}
          style={{ top: `${((at + 1) * 100) / (eaters.length + 1)}%` }}
        />
      ))}
      <div className={css['title']}>
        <span>{component.label ?? component.name}</span>
        {isWrong && <Icon name="error" size={14} />}
      </div>
      <div className={css['line']}>{component.type}</div>
      <div className={css['line']}>{component.worker ?? 'no worker'}</div>
      {feeders.map((name, at) => (
        <Handle
          key={name}
          id={name}
          type="source"
          position={Position.Right}
          title={`feeder ${name}`}
          style={{ top: `${((at + 1) * 100) / (feeders.length + 1)}%` }}
        />
      ))}
    </div>
  );
});
