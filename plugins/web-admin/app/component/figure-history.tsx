import { Group, Select, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { call, componentPath } from '../api/client';
import { live } from '../api/live';
import type { StatSpec } from '../api/types';
import { bytesText, figureText, percentText } from '../frame/format';
import { Waiting } from '../frame/waiting';
import { appended, historyOf, seriesOf, type History, type ToldHistory } from './history';
import { words } from '../frame/words';

const Chart = lazy(() => import('../frame/chart'));

/** CPU, memory and the gauges of a component over the last half hour, one at a time. */
export function FigureHistory({
  id,
  stats,
}: {
  readonly id: string;
  readonly stats: Readonly<Record<string, StatSpec>>;
}) {
  const [figure, setFigure] = useState('cpu');
  const gauges = Object.entries(stats).filter(([, { kind, each }]) => kind === 'gauge' && each === undefined);
  const choices = [
    { value: 'cpu', label: 'CPU' },
    { value: 'memory', label: 'Memory' },
    ...gauges.map(([name]) => ({ value: name, label: words(name) })),
  ];
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Title order={2}>History</Title>
        <Select
          aria-label="Figure"
          size="xs"
          data={choices}
          value={figure}
          onChange={(value) => setFigure(value ?? 'cpu')}
          allowDeselect={false}
          w={190}
        />
      </Group>
      <Course
        id={id}
        figure={figure}
        label={choices.find(({ value }) => value === figure)?.label ?? figure}
        unit={stats[figure]?.unit}
      />
    </>
  );
}

/** One gauge of a component over the last half hour. */
export function FigureChart({
  id,
  stats,
  figure,
  title,
}: {
  readonly id: string;
  readonly stats: Readonly<Record<string, StatSpec>>;
  readonly figure: string;
  readonly title: string;
}) {
  const spec = stats[figure];
  return (
    <>
      <Title order={2} mb="xs" title={spec?.description}>
        {title}
      </Title>
      <Course id={id} figure={figure} label={title} unit={spec?.unit} />
    </>
  );
}

function Course({
  id,
  figure,
  label,
  unit,
}: {
  readonly id: string;
  readonly figure: string;
  readonly label: string;
  readonly unit: string | undefined;
}) {
  const { data } = useQuery({
    queryKey: ['history', id],
    queryFn: ({ signal }) => call<ToldHistory>('GET', componentPath(id, '/history'), { signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const history = useGrowing(id, data);
  const points = useMemo(() => seriesOf(history, figure), [history, figure]);
  if (points.times.length < 2)
    return (
      <Text size="sm" c="dimmed" py="xl" ta="center">
        Figures come as it runs.
      </Text>
    );
  const text = (value: number): string =>
    figure === 'cpu' ? percentText(value) : figure === 'memory' ? bytesText(value) : figureText(value, unit);
  return (
    <Suspense fallback={<Waiting />}>
      <Chart label={`${label} over time`} times={points.times} values={points.values} text={text} />
    </Suspense>
  );
}

/** What the manager remembers, and what it tells since. */
function useGrowing(id: string, told: ToldHistory | undefined): History {
  const [history, setHistory] = useState<History>({ times: [], series: {} });
  useEffect(() => {
    if (told) setHistory(historyOf(told));
  }, [told]);
  useEffect(
    () =>
      live.subscribe(({ figures }, before) => {
        const now = figures[id];
        if (now && now !== before.figures[id]) setHistory((so) => appended(so, now, Date.now()));
      }),
    [id],
  );
  return history;
}
