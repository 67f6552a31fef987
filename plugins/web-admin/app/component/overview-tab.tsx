import { Anchor, Card, Grid, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useLive } from '../api/live';
import type { ComponentDeclaration, ComponentState } from '../api/types';
import { bytesText, durationText, numberText, percentText } from '../frame/format';
import { useNow } from '../frame/now';
import { MessageList } from '../messages/message-list';
import { ControlsCard } from './controls-card';
import { Facts } from './facts';
import { FigureHistory } from './figure-history';
import { FeedPreview } from './feed-preview';
import { StatsCard } from './stats-card';

/** State, load and figures of a component, and what needs a look. */
export function OverviewTab({
  component,
  declaration,
}: {
  readonly component: ComponentState;
  readonly declaration: ComponentDeclaration | undefined;
}) {
  const { id, mood, reason, wanted, started, pid, restarts, worker, feeders, messages } = component;
  const cpu = useLive(({ figures }) => figures[id]?.cpu ?? component.cpu);
  const memory = useLive(({ figures }) => figures[id]?.memory ?? component.memory);
  const now = useNow();
  const up = started === undefined || pid === undefined ? undefined : (now - started) / 1000;
  return (
    <Stack gap="md">
      {(reason !== undefined || messages.length > 0) && (
        <Card withBorder padding="md">
          {reason !== undefined && mood !== 'happy' && (
            <Text size="sm" className="break" mb={messages.length > 0 ? 'sm' : 0}>
              It is {mood}: {reason}
            </Text>
          )}
          <MessageList messages={messages} />
        </Card>
      )}
      <ControlsCard component={component} declaration={declaration} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Card withBorder padding="md" h="100%">
            <Title order={2} mb="sm">
              State
            </Title>
            <Facts
              facts={[
                ['Should be', wanted],
                ['Up for', up === undefined ? '–' : durationText(up)],
                ['CPU', cpu === undefined ? '–' : `${percentText(cpu)} of one core`],
                ['Memory', memory === undefined || memory === 0 ? '–' : bytesText(memory)],
                ['Restarts', restarts === undefined ? '–' : numberText(restarts)],
                ['Process', pid === undefined ? '–' : String(pid)],
                [
                  'Worker',
                  <Anchor
                    key="worker"
                    component={Link}
                    to={`/workers#${encodeURIComponent(worker)}`}
                    size="sm"
                  >
                    {worker}
                  </Anchor>,
                ],
                ['Package', declaration ? `${declaration.package.name} ${declaration.package.version}` : '–'],
              ]}
            />
            {declaration && (
              <Text size="xs" c="dimmed" mt="sm">
                {declaration.description}
              </Text>
            )}
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card withBorder padding="md" h="100%">
            <FigureHistory id={id} stats={declaration?.stats ?? {}} />
          </Card>
        </Grid.Col>
      </Grid>
      {feeders.length > 0 && mood !== 'sleeping' && (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {feeders.map(({ feeder, caps }) => (
            <FeedPreview key={feeder} id={id} feeder={feeder} caps={caps ?? ''} />
          ))}
        </SimpleGrid>
      )}
      <Group align="stretch">
        <StatsCard component={component} declaration={declaration} />
      </Group>
    </Stack>
  );
}
