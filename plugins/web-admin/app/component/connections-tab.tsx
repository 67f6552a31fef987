import { Anchor, Badge, Card, Group, ScrollArea, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call, componentPath } from '../api/client';
import { useLive } from '../api/live';
import { connectionKey, type FeedFigures } from '../api/live-model';
import type { ComponentState, FeederState } from '../api/types';
import { agoText, bitRateText, bytesText, capsText, numberText } from '../frame/format';
import { useNow } from '../frame/now';

/** What a component eats and whom it feeds, with the figures of each connection. */
export function ConnectionsTab({ component }: { readonly component: ComponentState }) {
  const now = useNow(5000);
  const feeds = useLive((state) => state.feeds);
  const { id, eaters } = component;
  const { data } = useQuery({
    queryKey: ['component', id],
    queryFn: ({ signal }) => call<ComponentState>('GET', componentPath(id), { signal }),
    refetchInterval: 3000,
  });
  const feeders = data?.feeders ?? component.feeders;
  return (
    <Stack>
      {eaters.length > 0 && (
        <Card withBorder padding="md">
          <Title order={2} mb="sm">
            Eaters
          </Title>
          <ScrollArea>
            <Table miw={640} verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Eater</Table.Th>
                  <Table.Th>Feed</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th ta="right">Rate</Table.Th>
                  <Table.Th ta="right">Connections made</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {eaters.map(({ eater, alias, feed, connected, reason, since, connections }) => (
                  <Table.Tr key={`${eater} ${alias}`}>
                    <Table.Td>{alias === eater ? eater : `${eater} (${alias})`}</Table.Td>
                    <Table.Td>
                      <FeedLink feed={feed} />
                    </Table.Td>
                    <Table.Td>
                      <Connected connected={connected} reason={reason} since={since} now={now} />
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {rateOf(feeds[connectionKey(feed, `${id}:${alias}`)])}
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {numberText(connections)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        </Card>
      )}
      {feeders.map((feeder) => (
        <Feeder key={feeder.feeder} id={id} feeder={feeder} feeds={feeds} now={now} />
      ))}
      {eaters.length === 0 && feeders.length === 0 && (
        <Text c="dimmed" size="sm">
          It has no connections{component.mood === 'sleeping' ? ' while it sleeps' : ''}.
        </Text>
      )}
    </Stack>
  );
}

function Feeder({
  id,
  feeder: { feeder, caps, port, clients, refused },
  feeds,
  now,
}: {
  readonly id: string;
  readonly feeder: FeederState;
  readonly feeds: Readonly<Record<string, FeedFigures>>;
  readonly now: number;
}) {
  const feed = `${id}:${feeder}`;
  return (
    <Card withBorder padding="md">
      <Group gap="sm" mb={4}>
        <Title order={2}>Feeder {feeder}</Title>
        {port !== undefined && <Badge variant="light" tt="none">{`port ${port}`}</Badge>}
        {refused > 0 && <Badge variant="light" color="orange" tt="none">{`${refused} refused`}</Badge>}
      </Group>
      {caps !== undefined && (
        <Text className="mono break" c="dimmed" mb="sm" lineClamp={3} title={capsText(caps)}>
          {capsText(caps)}
        </Text>
      )}
      {clients.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody eats it.
        </Text>
      ) : (
        <ScrollArea>
          <Table miw={720} verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Eaten by</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th ta="right">Rate</Table.Th>
                <Table.Th ta="right">Buffers/s</Table.Th>
                <Table.Th ta="right">Lag</Table.Th>
                <Table.Th ta="right">Sent</Table.Th>
                <Table.Th ta="right">Dropped</Table.Th>
                <Table.Th ta="right">Reconnects</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {clients.map(({ client, connected, since, bytes = 0, dropped = 0, reconnects }) => {
                const figures = feeds[connectionKey(feed, client)];
                return (
                  <Table.Tr key={client}>
                    <Table.Td>
                      <FeedLink feed={client} />
                    </Table.Td>
                    <Table.Td>
                      <Connected connected={connected} since={since} now={now} />
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {rateOf(figures)}
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {figures?.buffersPerSecond === undefined
                        ? '–'
                        : numberText(Math.round(figures.buffersPerSecond * 10) / 10)}
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {figures?.lag === undefined ? '–' : `${numberText(figures.lag)} ms`}
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {bytesText(bytes)}
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {numberText(figures?.dropped ?? dropped)}
                    </Table.Td>
                    <Table.Td ta="right" className="tabular">
                      {numberText(reconnects)}
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
    </Card>
  );
}

function rateOf(figures: FeedFigures | undefined): string {
  return figures ? bitRateText(figures.bytesPerSecond) : '–';
}

function FeedLink({ feed }: { readonly feed: string }) {
  const [component = ''] = feed.split(':');
  return (
    <Anchor component={Link} to={`/components${component}`} size="sm" className="break">
      {feed}
    </Anchor>
  );
}

function Connected({
  connected,
  reason,
  since,
  now,
}: {
  readonly connected: boolean;
  readonly reason?: string | undefined;
  readonly since?: number | undefined;
  readonly now: number;
}) {
  return (
    <Text size="sm" c={connected ? 'var(--mood-happy)' : 'var(--mood-hungry)'} span>
      {connected ? 'connected' : (reason ?? 'not connected')}
      {since !== undefined && since > 0 && (
        <Text span size="xs" c="dimmed">
          {' '}
          {agoText(since, now)}
        </Text>
      )}
    </Text>
  );
}
