import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, componentPath, pathOf } from '../api/client';
import type { Row, TableSpec } from '../api/types';
import { confirmed } from '../frame/confirm';
import { tellDone, tellProblem } from '../frame/problem';
import { words } from '../frame/words';
import { rowText, type RowAction, type TableAction } from './row-actions';

/** What can be asked for at a table as a whole. */
export function TableButtons({
  id,
  table,
  actions,
}: {
  readonly id: string;
  readonly table: string;
  readonly actions: readonly TableAction[];
}) {
  const client = useQueryClient();
  const [busy, setBusy] = useState('');
  const press = async (name: string): Promise<void> => {
    setBusy(name);
    try {
      await call('POST', componentPath(id, pathOf`/actions/${name}`), { body: {} });
      tellDone(`${words(name)}: done.`);
    } catch (error) {
      tellProblem(words(name), error);
    }
    setBusy('');
    await client.invalidateQueries({ queryKey: ['table', id, table] });
  };
  return actions.map(([name, { description }]) => (
    <Button
      key={name}
      size="xs"
      variant="light"
      title={description}
      loading={busy === name}
      onClick={() => void press(name)}
    >
      {words(name)}
    </Button>
  ));
}

/** What can be done to a row. */
export function RowButtons({
  id,
  table,
  columns,
  row,
  actions,
}: {
  readonly id: string;
  readonly table: string;
  readonly columns: TableSpec['columns'];
  readonly row: Row;
  readonly actions: readonly RowAction[];
}) {
  const client = useQueryClient();
  const [busy, setBusy] = useState('');
  const press = async ({ name, spec, key }: RowAction): Promise<void> => {
    const value = row[key];
    if (value === undefined) return;
    const text = `${spec.description} This one: ${rowText(row, columns)}.`;
    if (!(await confirmed({ title: `${words(name)}?`, text, confirm: words(name), danger: true }))) return;
    setBusy(name);
    try {
      await call('POST', componentPath(id, pathOf`/actions/${name}`), { body: { [key]: value } });
      tellDone(`${words(name)}: done.`);
    } catch (error) {
      tellProblem(words(name), error);
    }
    setBusy('');
    await client.invalidateQueries({ queryKey: ['table', id, table] });
  };
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {actions
        .filter(({ key }) => row[key] !== undefined)
        .map((action) => (
          <Button
            key={action.name}
            size="compact-xs"
            variant="light"
            color="red"
            loading={busy === action.name}
            onClick={() => void press(action)}
          >
            {words(action.name).split(' ')[0]}
          </Button>
        ))}
    </Group>
  );
}
