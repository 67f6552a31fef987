import { Card, Title } from '@mantine/core';
import { useLive } from '../api/live';
import type { ComponentDeclaration, ComponentState, Stats, StatSpec } from '../api/types';
import { figureText } from '../frame/format';
import { Facts } from './facts';
import { words } from '../frame/words';

const NONE: Stats = {};

/** The live figures that a component declares, and those of its plugs. */
export function StatsCard({
  component,
  declaration,
}: {
  readonly component: ComponentState;
  readonly declaration: ComponentDeclaration | undefined;
}) {
  const stats = useLive(({ figures }) => figures[component.id]?.stats ?? component.stats ?? NONE);
  const names = Object.keys(stats);
  if (names.length === 0) return null;
  return (
    <Card withBorder padding="md" w="100%">
      <Title order={2} mb="sm">
        Figures
      </Title>
      <div style={{ columns: '320px', columnGap: 40 }}>
        <Facts
          facts={names.map((name) => {
            const spec = specOf(declaration?.stats ?? {}, name);
            return [words(name), figureText(stats[name] ?? '', spec?.unit), spec?.description] as const;
          })}
        />
      </div>
    </Card>
  );
}

/** Declaration of a figure, also of one that is there once for each of several things, as `lag.INPUT`. */
export function specOf(specs: Readonly<Record<string, StatSpec>>, name: string): StatSpec | undefined {
  if (Object.hasOwn(specs, name)) return specs[name];
  const [first = ''] = name.split('.');
  return Object.hasOwn(specs, first) && specs[first]?.each !== undefined ? specs[first] : undefined;
}
