import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, pathOf } from '../api/client';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import { Listened, ListenButton, useEar } from './listen';
import { Picture } from './picture';
import { levelShare, shownOf, type Levels } from './preview-model';

/** The picture of a feed, its sound, or how loud it is: asked for while somebody looks or listens, so that it costs nothing else. */
export function FeedPreview({
  id,
  feeder,
  caps,
  begins = false,
}: {
  readonly id: string;
  readonly feeder: string;
  readonly caps: string;
  /** It is looked at from the beginning. */
  readonly begins?: boolean;
}) {
  const [open, setOpen] = useState(begins);
  const { picture, sound } = shownOf(caps);
  const [, flow = '', name = ''] = id.split('/');
  const path = pathOf`/feeds/${flow}/${name}/${feeder}`;
  const ear = useEar(path);
  if (!picture && !sound) return null;
  return (
    <Card withBorder padding="md">
      <Stack gap="sm">
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            {feeder === 'default' ? 'Preview' : `Preview of ${feeder}`}
          </Text>
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<Icon name={open ? 'close' : 'eye'} size={14} />}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Close' : 'Look'}
            </Button>
            {sound && <ListenButton ear={ear} />}
          </Group>
        </Group>
        <Listened ear={ear} />
        {open && (picture ? <Picture path={path} id={id} /> : <Loudness path={path} />)}
      </Stack>
    </Card>
  );
}

function Loudness({ path }: { readonly path: string }) {
  const { data, error } = useQuery({
    queryKey: ['level', path],
    queryFn: ({ signal }) => call<Levels>('GET', `${path}/level`, { signal }),
    refetchInterval: 300,
    retry: false,
    gcTime: 0,
  });
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Text size="sm">The sound comes …</Text>;
  return (
    <>
      {data.channels.map(({ peak, rms }, channel) => (
        <Group key={channel} gap="sm" wrap="nowrap" mb={4}>
          <Text size="xs" w={20}>
            {channel + 1}
          </Text>
          <Progress.Root size="lg" style={{ flex: 1 }}>
            <Progress.Section
              value={levelShare(rms) * 100}
              color={peak > -1 ? 'red' : peak > -9 ? 'yellow' : 'green'}
              aria-label={`Channel ${channel + 1}: ${peak.toFixed(0)} dB`}
            />
          </Progress.Root>
          <Text size="xs" w={56} ta="right" className="tabular">
            {peak < -90 ? 'silent' : `${peak.toFixed(1)} dB`}
          </Text>
        </Group>
      ))}
    </>
  );
}
