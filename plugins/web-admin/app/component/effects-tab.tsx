import { Card, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { componentPath, pathOf } from '../api/client';
import { useLive } from '../api/live';
import type { ComponentState, PlugState, Stats } from '../api/types';
import { valueText } from '../forms/property-rules';
import { figureText } from '../frame/format';
import { ProblemAlert } from '../frame/problem';
import { Facts } from './facts';
import { LiveField } from './live-field';
import { meterShare, ownStats } from './meters';
import { plugDeclarationQuery } from './queries';
import { words } from '../frame/words';

const NONE: Stats = {};

/** The effects and other plugs of a component: meters, and sliders that count at once. */
export function EffectsTab({ component }: { readonly component: ComponentState }) {
  return (
    <Stack>
      {component.plugs.map((plug) => (
        <PlugCard key={plug.name} component={component} plug={plug} />
      ))}
    </Stack>
  );
}

function PlugCard({ component, plug }: { readonly component: ComponentState; readonly plug: PlugState }) {
  const { data, error } = useQuery(plugDeclarationQuery(plug.type));
  const stats = useLive(({ figures }) => figures[component.id]?.stats ?? component.stats ?? NONE);
  const own = ownStats(stats, plug.name);
  const live = Object.entries(data?.properties ?? {}).filter(([, spec]) => spec.live === true);
  const fixed = Object.entries(plug.properties).filter(([name]) => !live.some(([one]) => one === name));
  return (
    <Card withBorder padding="md">
      <Group gap="sm" mb="xs">
        <Title order={2}>{plug.name}</Title>
        <Text size="sm" c="dimmed">
          {plug.socket}
          {plug.feeder === undefined ? '' : ` in front of ${plug.feeder}`}
        </Text>
      </Group>
      {error && <ProblemAlert error={error} />}
      {data && (
        <Text size="sm" c="dimmed" mb="sm">
          {data.description}
        </Text>
      )}
      <Stack gap="md">
        {own.map(([name, value]) => (
          <Meter key={name} name={name} value={value} unit={data?.stats?.[name]?.unit} />
        ))}
        {live.map(([name, spec]) => (
          <LiveField
            key={name}
            path={componentPath(component.id, pathOf`/plugs/${plug.name}/properties/${name}`)}
            name={name}
            spec={spec}
            given={plug.properties[name]}
          />
        ))}
        {fixed.length > 0 && (
          <Facts facts={fixed.map(([name, value]) => [words(name), valueText(value)] as const)} />
        )}
      </Stack>
    </Card>
  );
}

function Meter({
  name,
  value,
  unit,
}: {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string | undefined;
}) {
  const share = meterShare(value, unit);
  const text = figureText(value, unit);
  if (share === undefined) return <Facts facts={[[words(name), text]]} />;
  return (
    <div>
      <Group justify="space-between">
        <Text size="sm">{words(name)}</Text>
        <Text size="sm" className="tabular">
          {text}
        </Text>
      </Group>
      <Progress
        value={share * 100}
        color={share > 0.95 ? 'red' : share > 0.8 ? 'yellow' : 'green'}
        transitionDuration={150}
        aria-label={`${words(name)}: ${text}`}
      />
    </div>
  );
}
