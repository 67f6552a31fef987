import { Group, Text } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useLive } from '../api/live';
import type { Mood } from '../api/types';
import { MOOD_ORDER } from '../frame/moods';
import { Page } from '../frame/page';
import { Waiting } from '../frame/waiting';
import { ActionBar } from './action-bar';
import { EmptyPlanet } from './empty-planet';
import { aboutText, filtered, type Wanted } from './list-model';
import { MoodFilter } from './mood-filter';
import { PlanetList } from './planet-list';
import { PlanetTools, PlanetViews, type View } from './planet-tools';

const PlanetGraph = lazy(() => import('./planet-graph'));

/** More components than these are first shown as a list. */
const MANY = 120;
const VIEWS: readonly View[] = ['graph', 'list'];

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
  const workers = useMemo(() => Object.keys(planet?.workers ?? {}), [planet?.workers]);
  if (!planet) return <Waiting />;

  const usual = components.length > MANY ? 'list' : 'graph';
  const view = VIEWS.find((one) => one === query.get('view')) ?? usual;
  const grouped = query.get('group') === 'machine';
  const [first, second] = planet.flows;
  const flow = planet.flows.includes(wanted.flow) ? wanted.flow : second === undefined ? first : undefined;
  if (components.length === 0) return <EmptyPlanet name={planet.name} />;
  return (
    <Page
      wide
      title={planet.name === '' ? 'Planet' : planet.name}
      about={aboutText(shown, components, planet.flows.length, workers.length)}
      actions={<PlanetViews view={view} flow={flow} onSet={set} />}
    >
      <Group gap="xs" align="flex-end">
        <PlanetTools
          flows={planet.flows}
          workers={workers}
          wanted={wanted}
          grouped={view === 'graph' ? grouped : undefined}
          onSet={set}
        />
        <MoodFilter
          components={inMoods}
          chosen={wanted.moods}
          onChange={(moods) => set('mood', moods.join(','))}
        />
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

function wantedOf(query: URLSearchParams): Wanted {
  const moods = (query.get('mood') ?? '').split(',');
  return {
    search: query.get('search') ?? '',
    flow: query.get('flow') ?? '',
    worker: query.get('worker') ?? '',
    moods: MOOD_ORDER.filter((mood: Mood) => moods.includes(mood)),
  };
}
