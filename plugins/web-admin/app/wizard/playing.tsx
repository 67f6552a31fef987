import { Alert, Anchor, Button, Card, Group, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLive, usePlanet } from '../api/live';
import { Icon } from '../frame/icons';
import { MOODS } from '../frame/moods';
import { FeedPreview } from '../component/feed-preview';
import type { ComponentState } from '../api/types';
import { isRefused, playerPage } from './finish';
import { OnDemand } from './on-demand';

/** What was made: each stream, playing as soon as it does. */
export function Playing({
  streams,
  servers,
  again,
}: {
  /** Full ids of the components that send them out. */
  readonly streams: readonly string[];
  /** Types that serve files. */
  readonly servers: readonly string[];
  readonly again: () => void;
}) {
  return (
    <Stack gap="lg">
      {streams.map((id) => (
        <Stream key={id} id={id} servers={servers} />
      ))}
      {streams.length === 0 && <Text>It is made, and starts as its workers come to it.</Text>}
      <Group>
        <Button component={Link} to="/" leftSection={<Icon name="planet" size={16} />}>
          To the planet
        </Button>
        <Button variant="light" onClick={again}>
          Make something else
        </Button>
      </Group>
    </Stack>
  );
}

function Stream({ id, servers }: { readonly id: string; readonly servers: readonly string[] }) {
  const component = usePlanet()?.components[id];
  const figures = useLive((state) => state.figures[id]);
  const here = useLive((state) => isHere(state.planet?.workers[component?.worker ?? '']?.address));
  const [shown, setShown] = useState<string>();
  if (!component)
    return (
      <Group gap="xs">
        <Loader size="sm" />
        <Text>{`${id} is being made…`}</Text>
      </Group>
    );
  const { mood, reason } = component;
  const { meaning, icon, colour } = MOODS[mood];
  const url = figures?.stats['stream-url'] ?? component.stats?.['stream-url'];
  const host = here ? window.location.hostname : undefined;
  const files = component.properties['path'];
  const isOnDemand = typeof files === 'string' && servers.includes(component.type);
  const page = playerPage(url, host);
  const hasPage = page !== undefined && !isOnDemand && component.properties['player-page'] !== false;
  // Kept once it plays: a stream that stutters is not begun again.
  if (mood === 'happy' && hasPage && shown === undefined) setShown(page);
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Anchor component={Link} to={`/components${id}`} fw={500}>
          {id}
        </Anchor>
        <Group gap={6} c={colour} role="status">
          <Icon name={icon} size={16} />
          <Text size="sm">{reason ?? meaning}</Text>
        </Group>
      </Group>
      {mood === 'sad' && (
        <Alert color="red" icon={<Icon name="error" />} role="alert">
          {reason}
        </Alert>
      )}
      {shown !== undefined && (
        <>
          {isRefused(shown, location.protocol) ? (
            <LookedAt component={component} />
          ) : (
            <iframe
              title={`The stream of ${id}`}
              src={`${shown}?embed`}
              allow="autoplay; fullscreen"
              referrerPolicy="no-referrer"
              style={{ width: '100%', aspectRatio: '16 / 10', border: 0, borderRadius: 8 }}
            />
          )}
          <Text size="sm" mt="xs">
            Everybody can see it at{' '}
            <Anchor href={shown} target="_blank" rel="noreferrer">
              {shown}
            </Anchor>
          </Text>
        </>
      )}
      {isOnDemand && mood === 'happy' && typeof url === 'string' && (
        <OnDemand url={url} host={host} worker={component.worker} path={files} />
      )}
      {shown === undefined && !isOnDemand && typeof url === 'string' && url !== '' && (
        <Text size="sm" className="break">
          {url}
        </Text>
      )}
      {shown === undefined && mood !== 'sad' && mood !== 'happy' && (
        <Loader size="sm" aria-label="Waiting for it" />
      )}
    </Card>
  );
}

/** What a component sends out, as the manager shows it: the browser would not let the stream itself into this page. */
function LookedAt({ component: { eaters } }: { readonly component: ComponentState }) {
  const components = usePlanet()?.components ?? {};
  return (
    <Stack gap="sm">
      <Text size="sm">
        These pages are encrypted and the stream is not, so browsers do not show it among them. This is what
        goes into it; to see it itself, follow the link.
      </Text>
      {eaters.map(({ feed }) => {
        const [id = '', feeder = ''] = feed.split(':');
        const caps = components[id]?.feeders.find((one) => one.feeder === feeder)?.caps ?? '';
        return <FeedPreview key={feed} id={id} feeder={feeder} caps={caps} begins />;
      })}
    </Stack>
  );
}

/** Whether a worker came to the manager from the manager's own machine. */
function isHere(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}
