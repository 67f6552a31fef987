import { Card, Stack, Title } from '@mantine/core';
import { componentPath, pathOf } from '../api/client';
import { useLive } from '../api/live';
import type { ComponentDeclaration, ComponentState } from '../api/types';
import { controlsOf } from './control-form';
import { LiveField } from './live-field';

/** What people reach for while the component runs, as its declaration says: a source to put on air, a test pattern. */
export function ControlsCard({
  component: { id, properties, stats },
  declaration,
}: {
  readonly component: ComponentState;
  readonly declaration: ComponentDeclaration | undefined;
}) {
  const figures = useLive((live) => live.figures[id]?.stats ?? stats);
  const controls = controlsOf(declaration?.properties ?? {});
  if (controls.length === 0) return null;
  return (
    <Card withBorder padding="md">
      <Title order={2} mb="sm">
        Controls
      </Title>
      <Stack gap="lg">
        {controls.map(([name, spec]) => (
          <LiveField
            key={name}
            path={componentPath(id, pathOf`/properties/${name}`)}
            name={name}
            spec={spec}
            given={properties[name]}
            now={figures?.[name] === undefined ? undefined : String(figures[name])}
          />
        ))}
      </Stack>
    </Card>
  );
}
