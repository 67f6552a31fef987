import type { Node, NodeProps } from '@xyflow/react';
import css from './planet-graph.module.css';

type BoxData = { readonly label: string; readonly kind: string; readonly count: number };

/** The box around the components of a flow or a worker. */
export function GroupNode({ data: { label, kind } }: NodeProps<Node<BoxData>>) {
  return (
    <div className={css['box']}>
      {kind} {label}
    </div>
  );
}
