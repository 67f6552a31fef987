import { Card, Chip, Group, Switch, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { call } from '../api/client';
import { usePlanet } from '../api/live';
import type { Answer, Level } from '../api/types';
import { Icon } from '../frame/icons';
import { LEVEL_ORDER } from '../frame/moods';
import { Page } from '../frame/page';
import { Waiting } from '../frame/waiting';
import { MessageList, type PlacedMessage } from './message-list';
import { bySeverity } from './order';

/** More than these are not drawn; the search finds the rest. */
const MOST = 200;

/** The messages of all components. */
export default function MessagesPage() {
  const planet = usePlanet();
  const [over, setOver] = useState(false);
  const past = useQuery({
    queryKey: ['messages'],
    queryFn: ({ signal }) =>
      call<Answer<'getMessages'>>('GET', '/messages', { query: { limit: 500 }, signal }),
    enabled: over,
  });
  const [levels, setLevels] = useState<readonly Level[]>(LEVEL_ORDER);
  const [search, setSearch] = useState('');
  const { refetch } = past;
  const standing = Object.values(planet?.components ?? {}).flatMap(({ id, messages }) =>
    messages.map((message) => `${id} ${message.id} ${message.time}`),
  );
  const said = standing.join('\n');
  // What stands no more is among those that are over, which the manager does not tell by itself.
  useEffect(() => {
    if (over) void refetch();
  }, [over, said, refetch]);
  const all = useMemo(
    () =>
      bySeverity([
        ...(over ? (past.data ?? []) : []).flatMap(({ component, ...message }) =>
          message.cleared === undefined ? [] : [{ ...message, from: component }],
        ),
        ...Object.values(planet?.components ?? {}).flatMap(({ id, messages }) =>
          messages.map((message): PlacedMessage => ({ ...message, from: id })),
        ),
      ]),
    [planet?.components, past.data, over],
  );
  if (!planet) return <Waiting />;
  const wanted = search.toLowerCase();
  const shown = all.filter(
    ({ level, text, advice, from, id }) =>
      levels.includes(level) &&
      [text, advice ?? '', from ?? '', id].some((one) => one.toLowerCase().includes(wanted)),
  );
  return (
    <Page title="Messages" about="What the components say of themselves, what matters most first.">
      <Group gap="sm">
        <TextInput
          aria-label="Search"
          placeholder="Search"
          leftSection={<Icon name="search" size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={{ base: '100%', xs: 240 }}
        />
        <Chip.Group multiple value={[...levels]} onChange={(value) => setLevels(value)}>
          <Group gap={6} role="group" aria-label="Levels to show">
            {LEVEL_ORDER.map((level) => (
              <Chip key={level} value={level} size="sm" variant="outline">
                {level} {all.filter((message) => message.level === level).length}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Switch
          label="Also what is over"
          checked={over}
          onChange={(event) => setOver(event.currentTarget.checked)}
        />
      </Group>
      {shown.length === 0 ? (
        <Text c="dimmed" py="xl" ta="center">
          {all.length === 0 ? 'No component has anything to say.' : 'No message is like that.'}
        </Text>
      ) : (
        <Card withBorder padding="md">
          <MessageList messages={shown.slice(0, MOST)} />
          {shown.length > MOST && (
            <Text size="sm" c="dimmed" mt="md">
              {shown.length - MOST} more; search to find them.
            </Text>
          )}
        </Card>
      )}
    </Page>
  );
}
