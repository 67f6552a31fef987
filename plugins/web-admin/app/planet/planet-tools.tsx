import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { memo, useCallback } from 'react';
import { Link } from 'react-router';
import { useMay } from '../api/session';
import { Icon } from '../frame/icons';
import { FlowsMenu } from './flows-menu';
import type { Wanted } from './list-model';
import { SearchField } from './search-field';

export type View = 'graph' | 'list';

/** Sets a part of the address; an empty value takes it away. */
export type SetAddress = (name: string, value: string) => void;

/** Chooses how the planet is shown; leads to the editor of the flow that is looked at. */
export const PlanetViews = memo(function PlanetViews({
  view,
  flow,
  onSet,
}: {
  readonly view: View;
  /** The flow that is looked at alone. */
  readonly flow: string | undefined;
  readonly onSet: SetAddress;
}) {
  const isAdmin = useMay('admin');
  return (
    <>
      {isAdmin && flow !== undefined && (
        <Button
          component={Link}
          to={`/editor/${encodeURIComponent(flow)}`}
          variant="default"
          leftSection={<Icon name="edit" size={16} />}
        >
          {`Edit ${flow}`}
        </Button>
      )}
      {isAdmin && <FlowsMenu />}
      <SegmentedControl
        aria-label="How to show the planet"
        size="sm"
        value={view}
        onChange={(value) => onSet('view', value)}
        data={[
          { value: 'graph', label: <ViewLabel icon="graph" text="Graph" /> },
          { value: 'list', label: <ViewLabel icon="list" text="List" /> },
        ]}
      />
    </>
  );
});

/** Chooses what of the planet is shown, but for the moods. It does not change with every mood, and is dear to draw. */
export const PlanetTools = memo(function PlanetTools({
  flows,
  workers,
  wanted,
  grouped,
  onSet,
}: {
  readonly flows: readonly string[];
  readonly workers: readonly string[];
  readonly wanted: Wanted;
  /** Whether the graph has boxes of machines; undefined where there is no graph. */
  readonly grouped: boolean | undefined;
  readonly onSet: SetAddress;
}) {
  const search = useCallback((value: string) => onSet('search', value), [onSet]);
  return (
    <>
      <SearchField value={wanted.search} onChange={search} />
      {flows.length > 1 && (
        <Select
          aria-label="Flow"
          placeholder="All flows"
          data={[...flows]}
          value={wanted.flow === '' ? null : wanted.flow}
          onChange={(value) => onSet('flow', value ?? '')}
          clearable
          searchable={flows.length > 8}
          w={150}
        />
      )}
      {workers.length > 1 && (
        <Select
          aria-label="Worker"
          placeholder="All workers"
          data={[...workers]}
          value={wanted.worker === '' ? null : wanted.worker}
          onChange={(value) => onSet('worker', value ?? '')}
          clearable
          searchable={workers.length > 8}
          w={150}
        />
      )}
      {grouped !== undefined && workers.length > 1 && (
        <Button
          variant={grouped ? 'light' : 'default'}
          aria-pressed={grouped}
          leftSection={<Icon name="workers" size={16} />}
          onClick={() => onSet('group', grouped ? '' : 'machine')}
        >
          By machine
        </Button>
      )}
    </>
  );
});

function ViewLabel({ icon, text }: { readonly icon: View; readonly text: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Icon name={icon} size={16} />
      {text}
    </Group>
  );
}
