import { Button, Card, Group, Pagination, ScrollArea, Table, Text, UnstyledButton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, componentPath, pathOf } from '../api/client';
import { useMay } from '../api/session';
import type { ActionSpec, ColumnSpec, Row, TableSpec } from '../api/types';
import { confirmed } from '../frame/confirm';
import { Icon } from '../frame/icons';
import { ProblemAlert, tellDone, tellProblem } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { cellText } from './cells';
import { tableQuery } from './queries';
import { rowActions, type RowAction } from './row-actions';
import { words } from './words';

const ROWS = 50;

/** A table that a component offers, such as who listens, with what can be done to a row. */
export function TableTab({
  id,
  name,
  spec,
  actions,
}: {
  readonly id: string;
  readonly name: string;
  readonly spec: TableSpec;
  readonly actions: Readonly<Record<string, ActionSpec>>;
}) {
  const operator = useMay('operator');
  const [sort, setSort] = useState('');
  const [page, setPage] = useState(1);
  const query = { limit: ROWS, offset: (page - 1) * ROWS, sort };
  const { data, error, isPending } = useQuery(tableQuery(id, name, query));
  const columns = Object.entries(spec.columns);
  const perRow = operator ? rowActions(spec, actions) : [];
  if (error) return <ProblemAlert error={error} />;
  if (isPending) return <Waiting />;
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed">
          {spec.description}
        </Text>
        <Text size="sm" className="tabular" aria-live="polite">
          {data.total} in all
        </Text>
      </Group>
      <ScrollArea>
        <Table verticalSpacing={6} striped highlightOnHover miw={Math.max(480, columns.length * 110)}>
          <Table.Thead>
            <Table.Tr>
              {columns.map(([column, columnSpec]) => (
                <SortHead
                  key={column}
                  name={column}
                  spec={columnSpec}
                  sort={sort}
                  onSort={(next) => {
                    setSort(next);
                    setPage(1);
                  }}
                />
              ))}
              {perRow.length > 0 && <Table.Th aria-label="Actions" />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.rows.map((row, index) => (
              <Table.Tr key={String(row['id'] ?? index)}>
                {columns.map(([column, columnSpec]) => (
                  <Table.Td
                    key={column}
                    ta={columnSpec.kind === 'number' ? 'right' : undefined}
                    className={columnSpec.kind === 'number' ? 'tabular' : 'break'}
                  >
                    {cellText(row[column], columnSpec)}
                  </Table.Td>
                ))}
                {perRow.length > 0 && (
                  <Table.Td>
                    <RowButtons id={id} table={name} row={row} actions={perRow} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {data.rows.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" py="md">
          There is nothing.
        </Text>
      )}
      {data.total > ROWS && (
        <Pagination
          mt="md"
          total={Math.ceil(data.total / ROWS)}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
        />
      )}
    </Card>
  );
}

function SortHead({
  name,
  spec,
  sort,
  onSort,
}: {
  readonly name: string;
  readonly spec: ColumnSpec;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
  const first = spec.kind === 'number' || spec.kind === 'time' ? `-${name}` : name;
  const second = first === name ? `-${name}` : name;
  const next = sort === first ? second : sort === second ? '' : first;
  return (
    <Table.Th
      aria-sort={direction}
      ta={spec.kind === 'number' ? 'right' : undefined}
      title={spec.description}
    >
      <UnstyledButton fz="xs" fw={600} onClick={() => onSort(next)} style={{ whiteSpace: 'nowrap' }}>
        {words(name)}
        {direction !== 'none' && <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />}
      </UnstyledButton>
    </Table.Th>
  );
}

function RowButtons({
  id,
  table,
  row,
  actions,
}: {
  readonly id: string;
  readonly table: string;
  readonly row: Row;
  readonly actions: readonly RowAction[];
}) {
  const client = useQueryClient();
  const [busy, setBusy] = useState('');
  const press = async ({ name, spec, key }: RowAction): Promise<void> => {
    const value = row[key];
    if (value === undefined) return;
    const text = `${spec.description} (${words(key)} ${String(value)})`;
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
