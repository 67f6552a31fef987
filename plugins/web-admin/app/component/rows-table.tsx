import { Anchor, Pagination, ScrollArea, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../api/session';
import type { ActionSpec, ColumnSpec, Row, TableSpec } from '../api/types';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { words } from '../frame/words';
import { cellText } from './cells';
import { tableQuery } from './queries';
import { rowActions } from './row-actions';
import { RowButtons } from './table-buttons';
import { folderOf, lastPage } from './table-model';

const ROWS = 50;

/** Rows of a table, a page at a time, sorted as people want. */
export function RowsTable({
  id,
  name,
  spec,
  actions,
  folder,
  onFolder,
}: {
  readonly id: string;
  readonly name: string;
  readonly spec: TableSpec;
  readonly actions: Readonly<Record<string, ActionSpec>>;
  /** The folder whose rows are wanted, for a table that lists folders; those in it are gone into by `onFolder`. */
  readonly folder?: string;
  readonly onFolder?: (folder: string) => void;
}) {
  const operator = useMay('operator');
  const [sort, setSort] = useState('');
  const [page, setPage] = useState(1);
  const query = { limit: ROWS, offset: (page - 1) * ROWS, sort, folder };
  const { data, error, isPending } = useQuery(tableQuery(id, name, query));
  const columns = Object.entries(spec.columns).filter(
    ([column]) => folder === undefined || (column !== 'folder' && column !== 'is-folder'),
  );
  const perRow = operator ? rowActions(spec, actions) : [];
  // Rows go while they are looked at, and with them the page on which they were.
  const pages = lastPage(data?.total ?? Infinity, ROWS);
  if (page > pages) setPage(pages);
  if (error) return <ProblemAlert error={error} />;
  if (isPending) return <Waiting />;
  return (
    <>
      <Text size="sm" className="tabular" aria-live="polite" mb={4}>
        {data.total} in all
      </Text>
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
              {perRow.length > 0 && (
                <Table.Th>
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              )}
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
                    <CellView row={row} column={column} spec={columnSpec} onFolder={onFolder} />
                  </Table.Td>
                ))}
                {perRow.length > 0 && (
                  <Table.Td>
                    <RowButtons id={id} table={name} columns={spec.columns} row={row} actions={perRow} />
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
          total={pages}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
        />
      )}
    </>
  );
}

function CellView({
  row,
  column,
  spec,
  onFolder,
}: {
  readonly row: Row;
  readonly column: string;
  readonly spec: ColumnSpec;
  readonly onFolder: ((folder: string) => void) | undefined;
}) {
  const text = cellText(row[column], spec);
  const folder = column === 'name' && onFolder ? folderOf(row) : undefined;
  if (folder === undefined || !onFolder) return text;
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => onFolder(folder)}>
      {`${text}/`}
    </Anchor>
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
