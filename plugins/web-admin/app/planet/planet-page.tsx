import { Button, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLive } from '../api/live';
import { useMay } from '../api/session';
import type { Mood } from '../api/types';
import { Icon } from '../frame/icons';
import { MOOD_ORDER } from '../frame/moods';
import { Page } from '../frame/page';
import { Waiting } from '../frame/waiting';
import { ActionBar } from './action-bar';
import { EmptyPlanet } from './empty-planet';
import { aboutText, filtered, type Wanted } from './list-model';
import { MoodFilter } from './mood-filter';
import { PlanetList } from './planet-list';
import { SearchField } from './search-field';

const PlanetGraph = lazy(() => import('./planet-graph'));

/** More components than these are first shown as a list. */
const MANY = 120;

/** The whole planet, as graph or as list. What is looked at is in the address, so that it can be kept and shared. */
export default function PlanetPage() {
  const planet = useLive((state) => state.planet);
  const [query, setQuery] = useSearchParams();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const components = useMemo(() => Object.values(planet?.components ?? {}), [planet?.components]);
  const text = query.toString();
  const wanted = useMemo((): Wanted => wantedOf(new URLSearchParams(text)), [text]);
  const shown = useMemo(() => filtered(components, wanted), [components, wanted]);
  // What may be chosen among the moods is counted in what else is wanted.
  const inMoods = useMemo(() => filtered(components, { ...wanted, moods: [] }), [components, wanted]);
  const isAdmin = useMay('admin');
  const address = useRef(setQuery);
  address.current = setQuery;
  const set = useCallback((name: string, value: string): void => {
    address.current(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  }, []);
  const search = useCallback((value: string) => set('search', value), [set]);
  if (!planet) return <Waiting />;

  const view = query.get('view') ?? (components.length > MANY ? 'list' : 'graph');
  const grouped = query.get('group') === 'machine';
  const workers = Object.keys(planet.workers);
  const editable = planet.flows.filter((flow) => wanted.flow === flow || planet.flows.length === 1);
  if (components.length === 0) return <EmptyPlanet name={planet.name} />;
  return (
    <Page
      wide
      title={planet.name === '' ? 'Planet' : planet.name}
      about={aboutText(shown, components, planet.flows.length, workers.length)}
      actions={
        <>
          {isAdmin &&
            editable.map((flow) => (
              <Button
                key={flow}
                component={Link}
                to={`/editor/${encodeURIComponent(flow)}`}
                variant="default"
                leftSection={<Icon name="edit" size={16} />}
              >
                {`Edit ${flow}`}
              </Button>
            ))}
          <SegmentedControl
            aria-label="How to show the planet"
            size="sm"
            value={view}
            onChange={(value) => set('view', value)}
            data={[
              { value: 'graph', label: <ViewLabel icon="graph" text="Graph" /> },
              { value: 'list', label: <ViewLabel icon="list" text="List" /> },
            ]}
          />
        </>
      }
    >
      <Group gap="xs" align="flex-end">
        <SearchField value={wanted.search} onChange={search} />
        {planet.flows.length > 1 && (
          <Select
            aria-label="Flow"
            placeholder="All flows"
            data={[...planet.flows]}
            value={wanted.flow === '' ? null : wanted.flow}
            onChange={(value) => set('flow', value ?? '')}
            clearable
            w={150}
          />
        )}
        {workers.length > 1 && (
          <Select
            aria-label="Worker"
            placeholder="All workers"
            data={workers}
            value={wanted.worker === '' ? null : wanted.worker}
            onChange={(value) => set('worker', value ?? '')}
            clearable
            searchable={workers.length > 8}
            w={150}
          />
        )}
        <MoodFilter
          components={inMoods}
          chosen={wanted.moods}
          onChange={(moods) => set('mood', moods.join(','))}
        />
        {view === 'graph' && workers.length > 1 && (
          <Button
            variant={grouped ? 'light' : 'default'}
            aria-pressed={grouped}
            leftSection={<Icon name="workers" size={16} />}
            onClick={() => set('group', grouped ? '' : 'machine')}
          >
            By machine
          </Button>
        )}
      </Group>
      <ActionBar
        chosen={components.filter(({ id }) => chosen.has(id))}
        onClear={() => setChosen(new Set())}
      />
      {shown.length === 0 ? (
        <Text c="dimmed" py="xl" ta="center">
          No component is like that.
        </Text>
      ) : view === 'list' ? (
        <PlanetList components={shown} chosen={chosen} onChoose={setChosen} />
      ) : (
        <Suspense fallback={<Waiting />}>
          <PlanetGraph components={shown} grouped={grouped} chosen={chosen} onChoose={setChosen} />
        </Suspense>
      )}
    </Page>
  );
}

function ViewLabel({ icon, text }: { readonly icon: 'graph' | 'list'; readonly text: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Icon name={icon} size={16} />
      {text}
    </Group>
  );
}

function wantedOf(query: URLSearchParams): Wanted {
  const moods = (query.get('mood') ?? '').split(',');
  return {
    search: query.get('search') ?? '',
    flow: query.get('flow') ?? '',
    worker: query.get('worker') ?? '',
    moods: MOOD_ORDER.filter((mood: Mood) => moods.includes(mood)),
  };
}
