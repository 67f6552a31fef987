import { Button, Card, Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, pathOf } from '../api/client';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import { levelShare, mediumOf, type Levels } from './preview-model';

/** A picture of a feed, or how loud it is: asked for while it is looked at, so that it costs nothing else. */
export function FeedPreview({
  id,
  feeder,
  caps,
}: {
  readonly id: string;
  readonly feeder: string;
  readonly caps: string;
}) {
  const [open, setOpen] = useState(false);
  const medium = mediumOf(caps);
  if (medium === undefined) return null;
  const [, flow = '', name = ''] = id.split('/');
  const path = pathOf`/feeds/${flow}/${name}/${feeder}`;
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" mb={open ? 'sm' : 0}>
        <Text size="sm" fw={600}>
          {feeder === 'default' ? 'Preview' : `Preview of ${feeder}`}
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<Icon name={open ? 'close' : 'eye'} size={14} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Close' : 'Look'}
        </Button>
      </Group>
      {open && (medium === 'video' ? <Picture path={path} id={id} /> : <Loudness path={path} />)}
    </Card>
  );
}

function Picture({ path, id }: { readonly path: string; readonly id: string }) {
  const [url, setUrl] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ['picture', path],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api${path}/picture`, { signal, cache: 'no-store' });
      if (!answer.ok) throw new Error(((await answer.json()) as { message: string }).message);
      return answer.blob();
    },
    refetchInterval: 1000,
    retry: false,
    gcTime: 0,
  });
  useEffect(() => {
    if (!data) return undefined;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  if (error) return <ProblemAlert error={error} />;
  if (url === undefined) return <Text size="sm">The picture comes …</Text>;
  return (
    <img
      src={url}
      alt={`What ${id} feeds now`}
      style={{ width: '100%', borderRadius: 6, display: 'block' }}
    />
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
