import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../api/client';
import { planetLink } from '../api/planet-link';
import { useMay } from '../api/session';
import { timeText } from '../frame/format';
import { Icon } from '../frame/icons';
import { ProblemAlert, tellDone, tellProblem } from '../frame/problem';
import {
  joined,
  LOG_LEVELS,
  levelNumber,
  levelWord,
  visible,
  type LogLevel,
  type LogLine,
} from './log-lines';
import css from './log-tab.module.css';

/** The log of a component as it is written. */
export function LogTab({ id }: { readonly id: string }) {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [level, setLevel] = useState<LogLevel>('info');
  const [search, setSearch] = useState('');
  const [held, setHeld] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const first = useQuery({
    queryKey: ['logs', id],
    queryFn: ({ signal }) =>
      call<readonly LogLine[]>('GET', '/logs', { query: { component: id, limit: 500 }, signal }),
    staleTime: 0,
  });
  useEffect(() => {
    const told = first.data;
    if (told) setLines((now) => joined(told, now));
  }, [first.data]);
  useEffect(() => {
    const unsubscribe = planetLink.subscribe(`log:${id}`);
    const unwatch = planetLink.watch(({ type, data }) => {
      const line = data as LogLine;
      if (type === 'log' && line.object === id) setLines((now) => joined(now, [line]));
    });
    return () => {
      unwatch();
      unsubscribe();
    };
  }, [id]);
  const shown = useMemo(() => visible(lines, level, search), [lines, level, search]);
  useEffect(() => {
    const { current } = box;
    if (current && !held) current.scrollTop = current.scrollHeight;
  }, [shown, held]);
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Select
          label="Show from"
          data={[...LOG_LEVELS]}
          value={level}
          onChange={(value) => setLevel(value ?? 'info')}
          allowDeselect={false}
          w={130}
        />
        <TextInput
          label="Search"
          leftSection={<Icon name="search" size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={{ base: '100%', xs: 220 }}
        />
        <LevelControl id={id} />
        {held && (
          <Button variant="light" leftSection={<Icon name="down" size={16} />} onClick={() => setHeld(false)}>
            To the newest
          </Button>
        )}
      </Group>
      {first.error && <ProblemAlert error={first.error} retry={() => void first.refetch()} />}
      <div
        ref={box}
        className={css['log']}
        role="log"
        aria-label="Log lines"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setHeld(scrollHeight - scrollTop - clientHeight > 40)
        }
      >
        {shown.map((line, index) => (
          <div key={index} className={css['line']} data-level={levelWord(line.level)}>
            <span>{timeText(line.time)}</span> <b>{levelWord(line.level)}</b> <span>{line.category}</span>{' '}
            {line.text}
          </div>
        ))}
        {shown.length === 0 && (
          <Text size="sm" c="dimmed">
            There are no such lines.
          </Text>
        )}
      </div>
    </Stack>
  );
}

function LevelControl({ id }: { readonly id: string }) {
  const operator = useMay('operator');
  const put = useMutation({
    mutationFn: (level: LogLevel) =>
      call('PUT', '/logs/level', { body: { component: id, levels: `*:${levelNumber(level)}` } }),
    onSuccess: (_, level) => tellDone(`It writes its log from ${level} on.`),
    onError: (error) => tellProblem('The level of the log', error),
  });
  if (!operator) return null;
  return (
    <Select
      label="Have it write from"
      placeholder="as it is"
      data={[...LOG_LEVELS]}
      onChange={(value) => {
        if (value !== null) put.mutate(value);
      }}
      disabled={put.isPending}
      w={160}
    />
  );
}
