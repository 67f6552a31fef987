import { Checkbox, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useLive } from '../api/live';
import type { ComponentState } from '../api/types';
import { Icon } from '../frame/icons';
import { clicked, sorted, type Sort } from './list-model';
import { PlanetRow } from './planet-row';
import css from './planet-list.module.css';

const COLUMNS: readonly { readonly sort: Sort; readonly label: string; readonly className?: string }[] = [
  { sort: 'mood', label: 'Mood' },
  { sort: 'name', label: 'Component' },
  { sort: 'type', label: 'Type', className: 'wide' },
  { sort: 'flow', label: 'Flow', className: 'wide' },
  { sort: 'worker', label: 'Worker', className: 'middle' },
  { sort: 'cpu', label: 'CPU', className: 'number' },
  { sort: 'memory', label: 'Memory', className: 'number' },
  { sort: 'started', label: 'Up for', className: 'number' },
  { sort: 'messages', label: 'Messages', className: 'number' },
];
const ROW = 44;
const NONE = {};

/** Components as a table. Only the rows in sight are drawn, so that any number stays smooth. */
export function PlanetList({
  components,
  chosen,
  onChoose,
}: {
  readonly components: readonly ComponentState[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const [sort, setSort] = useState<Sort>('mood');
  const [descending, setDescending] = useState(false);
  const moving = sort === 'cpu' || sort === 'memory';
  const figures = useLive((state) => (moving ? state.figures : NONE));
  const rows = useMemo(
    () => sorted(components, figures, sort, descending),
    [components, figures, sort, descending],
  );
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const last = useRef<string>(undefined);
  const now = useRef({ ids, chosen, onChoose });
  now.current = { ids, chosen, onChoose };
  // The same function always, so that rows that did not change are not drawn again.
  const pick = useCallback((id: string, range: boolean): void => {
    const { current } = now;
    current.onChoose(clicked(current.chosen, current.ids, id, last.current, range));
    last.current = id;
  }, []);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (index) => ids[index] ?? index,
  });
  const by = (column: Sort): void => {
    const numbers = ['cpu', 'memory', 'messages'].includes(column);
    setDescending(column === sort ? !descending : numbers);
    setSort(column);
  };
  const all = ids.length > 0 && ids.every((id) => chosen.has(id));
  const some = !all && ids.some((id) => chosen.has(id));
  return (
    <div
      ref={scroller}
      className={css['scroller']}
      role="table"
      aria-label="Components"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className={css['head']}>
        <div role="row" className={css['row']} aria-rowindex={1}>
          <div role="columnheader" className={css['check']}>
            <Checkbox
              size="xs"
              checked={all}
              indeterminate={some}
              aria-label="Choose all"
              onChange={() => onChoose(new Set(all ? [] : ids))}
            />
          </div>
          {COLUMNS.map(({ sort: column, label, className }) => (
            <div
              key={column}
              role="columnheader"
              aria-sort={column === sort ? (descending ? 'descending' : 'ascending') : 'none'}
              className={className === undefined ? undefined : css[className]}
            >
              <UnstyledButton className={css['sorter']} onClick={() => by(column)}>
                {label}
                {column === sort && <Icon name={descending ? 'down' : 'up'} size={14} />}
              </UnstyledButton>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const component = rows[index];
          if (!component) return null;
          return (
            <PlanetRow
              key={key}
              component={component}
              index={index + 2}
              top={start}
              chosen={chosen.has(component.id)}
              onPick={pick}
            />
          );
        })}
      </div>
    </div>
  );
}
