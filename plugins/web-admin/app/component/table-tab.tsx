import { Anchor, Breadcrumbs, Card, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../api/session';
import type { ActionSpec, StatSpec, TableSpec } from '../api/types';
import { Calendar } from './calendar';
import { FigureChart } from './figure-history';
import { RowsTable } from './rows-table';
import { tableActions } from './row-actions';
import { TableButtons } from './table-buttons';
import { isBrowser, pathTo, periodColumns } from './table-model';
import { words } from '../frame/words';

/**
 * A table that a component offers, such as who listens, with what can be done to it and to a row. What its declaration says
 * decides how it looks: periods are a calendar too, folders are gone into, a figure that goes with it is a chart above it.
 */
export function TableTab({
  id,
  name,
  spec,
  actions,
  stats,
}: {
  readonly id: string;
  readonly name: string;
  readonly spec: TableSpec;
  readonly actions: Readonly<Record<string, ActionSpec>>;
  readonly stats: Readonly<Record<string, StatSpec>>;
}) {
  const operator = useMay('operator');
  const periods = periodColumns(spec);
  const [view, setView] = useState('calendar');
  const { figure } = spec;
  return (
    <Stack>
      {figure !== undefined && (
        <Card withBorder padding="md">
          <FigureChart id={id} stats={stats} figure={figure} title={`${words(name)} in the last half hour`} />
        </Card>
      )}
      <Card withBorder padding="md">
        <Group justify="space-between" mb="sm">
          <Text size="sm" c="dimmed">
            {spec.description}
          </Text>
          <Group gap="sm">
            {periods && (
              <SegmentedControl
                size="xs"
                aria-label="View"
                data={[
                  { value: 'calendar', label: 'Calendar' },
                  { value: 'table', label: 'Table' },
                ]}
                value={view}
                onChange={setView}
              />
            )}
            {operator && <TableButtons id={id} table={name} actions={tableActions(name, actions)} />}
          </Group>
        </Group>
        {periods && view === 'calendar' ? (
          <Calendar id={id} table={name} title={periods.title} />
        ) : isBrowser(spec) ? (
          <Browser id={id} name={name} spec={spec} actions={actions} />
        ) : (
          <RowsTable id={id} name={name} spec={spec} actions={actions} />
        )}
      </Card>
    </Stack>
  );
}

function Browser(props: {
  readonly id: string;
  readonly name: string;
  readonly spec: TableSpec;
  readonly actions: Readonly<Record<string, ActionSpec>>;
}) {
  const [folder, setFolder] = useState('/');
  const path = pathTo(folder);
  return (
    <>
      <Breadcrumbs component="nav" aria-label="Folder" mb="xs" separatorMargin={6}>
        {path.map(([name, full]) =>
          full === folder ? (
            <Text key={full} size="sm" fw={600} aria-current="location">
              {name}
            </Text>
          ) : (
            <Anchor key={full} component="button" type="button" size="sm" onClick={() => setFolder(full)}>
              {name}
            </Anchor>
          ),
        )}
      </Breadcrumbs>
      <RowsTable key={folder} {...props} folder={folder} onFolder={setFolder} />
    </>
  );
}
