import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ApiError, call, callTagged, componentPath, pathOf } from '../api/client';
import { useMay } from '../api/session';
import type { ComponentDeclaration, ComponentState, PropertySpecs, PropertyValues } from '../api/types';
import { PropertyForm } from '../forms/property-form';
import { changedNames, complaint, givenValues, rebased, valueText } from '../forms/property-rules';
import { Icon } from '../frame/icons';
import { ProblemAlert, tellDone } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { configQuery, type ComponentConfig } from './queries';

/** The properties of a component, to look at and to change. */
export function PropertiesTab({
  component,
  declaration,
}: {
  readonly component: ComponentState;
  readonly declaration: ComponentDeclaration | undefined;
}) {
  const config = useQuery(configQuery(component.id));
  if (!declaration) return <Waiting />;
  const specs = declaration.properties ?? {};
  if (config.error) return <ProblemAlert error={config.error} retry={() => void config.refetch()} />;
  if (!config.data) return <Waiting />;
  const { data, etag } = config.data;
  return <PropertyEditor component={component} specs={specs} config={data} etag={etag} />;
}

const NONE: PropertyValues = {};

function PropertyEditor({
  component,
  specs,
  config,
  etag,
}: {
  readonly component: ComponentState;
  readonly specs: PropertySpecs;
  readonly config: ComponentConfig;
  readonly etag: string;
}) {
  const operator = useMay('operator');
  const admin = useMay('admin');
  const client = useQueryClient();
  const { id } = component;
  const isRunning = component.wanted === 'running';
  const before = config.properties ?? NONE;
  const [values, setValues] = useState<PropertyValues>(before);
  const [base, setBase] = useState({ etag, before });
  const [clash, setClash] = useState<readonly string[]>([]);
  if (base.etag !== etag) {
    const next = rebased(base.before, values, before);
    setBase({ etag, before });
    setValues(next.values);
    setClash([...new Set([...clash, ...next.clash])]);
  }
  const changed = changedNames(givenValues(before), givenValues(values));
  const disputed = clash.filter((name) => changed.includes(name));
  const later = changed.filter((name) => specs[name]?.live !== true);
  const wrong = changed.flatMap((name) => {
    const spec = specs[name];
    const problem = spec && complaint(spec, values[name]);
    return problem === undefined ? [] : [`${name}: ${problem}`];
  });
  const save = useMutation({
    mutationFn: async () => {
      if (later.length === 0) {
        for (const name of changed) {
          const value = givenValues(values)[name] ?? null;
          await call('PUT', componentPath(id, pathOf`/properties/${name}`), { body: { value } });
        }
        return;
      }
      const body = { ...config, properties: givenValues(values) };
      await callTagged('PUT', componentPath(id, '/config'), { body, ifMatch: etag });
    },
    onSuccess: async () => {
      tellDone(later.length === 0 && isRunning ? 'Changed; it counts already.' : 'Changed.');
      setClash([]);
      await client.invalidateQueries({ queryKey: ['config', id] });
    },
  });
  const problems = useMemo(() => problemsOf(save.error, id), [save.error, id]);
  const shown = operator && !admin ? onlyLive(specs) : specs;
  return (
    <Stack>
      {operator && !admin && (
        <Text size="sm" c="dimmed">
          These properties may change while it runs. An administrator can change the others.
        </Text>
      )}
      <Card withBorder padding="md">
        <PropertyForm
          specs={shown}
          values={values}
          onChange={setValues}
          problems={problems}
          secrets={config.secrets ?? []}
          disabled={!operator}
        />
      </Card>
      {save.error && <ProblemAlert error={save.error} title={conflict(save.error)} />}
      {disputed.length > 0 && (
        <Alert
          color="yellow"
          icon={<Icon name="warning" />}
          role="alert"
          title="Somebody else has changed it meanwhile"
        >
          {disputed.map((name) => (
            <Text key={name} size="sm" className="break">
              {`${name} is now ${valueText(before[name]) || 'as usual'}; yours would take its place.`}
            </Text>
          ))}
        </Alert>
      )}
      {changed.length > 0 && (
        <Card
          withBorder
          padding="sm"
          pos="sticky"
          bottom={12}
          shadow="md"
          role="region"
          aria-label="Changes that are not saved"
        >
          <Group justify="space-between">
            <Text size="sm" className="break" role={wrong.length > 0 ? 'alert' : undefined}>
              {wrong.length > 0 ? (
                <Group gap={6} wrap="nowrap" component="span" c="var(--mood-sad)">
                  <Icon name="error" size={16} />
                  {wrong.join(' ')}
                </Group>
              ) : later.length > 0 && isRunning ? (
                <Group gap={6} wrap="nowrap" component="span">
                  <Icon name="restart" size={16} />
                  {`The component restarts, because of ${later.join(', ')}.`}
                </Group>
              ) : (
                `${changed.join(', ')}: takes effect ${isRunning ? 'at once' : 'when it is started'}.`
              )}
            </Text>
            <Group gap="xs">
              <Button
                variant="default"
                onClick={() => {
                  setValues(before);
                  setClash([]);
                }}
              >
                Discard
              </Button>
              <Button loading={save.isPending} disabled={wrong.length > 0} onClick={() => save.mutate()}>
                {later.length > 0 && isRunning ? 'Save and restart' : 'Apply'}
              </Button>
            </Group>
          </Group>
        </Card>
      )}
      {!operator && (
        <Alert variant="light" color="gray" icon={<Icon name="lock" />}>
          Your role may look at the properties, not change them.
        </Alert>
      )}
    </Stack>
  );
}

function onlyLive(specs: PropertySpecs): PropertySpecs {
  return Object.fromEntries(Object.entries(specs).filter(([, { live }]) => live === true));
}

/** What is wrong with the properties of a component, by their names; what is about another thing has no place here. */
function problemsOf(error: unknown, id: string): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.problems.flatMap(({ property, plug, component = id, text }) =>
      property === undefined || plug !== undefined || component !== id
        ? []
        : [[property.split('.')[0] ?? property, text]],
    ),
  );
}

function conflict(error: unknown): string | undefined {
  return error instanceof ApiError && error.status === 412
    ? 'Somebody else has changed it meanwhile: nothing of yours is saved. Discard, and look at what is there now'
    : undefined;
}
