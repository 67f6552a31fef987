import { Alert, Button, Group, List, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import type { ComponentDeclaration } from '../api/types';
import { PropertyForm } from '../forms/property-form';
import { Icon } from '../frame/icons';
import { Waiting } from '../frame/waiting';
import {
  connected,
  disconnected,
  feedOf,
  type Connection,
  type EditedComponent,
  type EditedFlow,
} from './flow-model';
import type { FlowProblem } from './queries';

/** The component that is chosen: where it runs, what it eats, its properties. */
export function ComponentPanel({
  flow,
  component,
  declarations,
  workers,
  problems,
  onChange,
  onFlow,
  onRemove,
}: {
  readonly flow: EditedFlow;
  readonly component: EditedComponent;
  readonly declarations: Readonly<Record<string, ComponentDeclaration | undefined>>;
  readonly workers: readonly string[];
  readonly problems: readonly FlowProblem[];
  readonly onChange: (component: EditedComponent) => void;
  readonly onFlow: (flow: EditedFlow) => void;
  readonly onRemove: () => void;
}) {
  const declaration = declarations[component.type];
  const { name, type, label, worker } = component;
  const byProperty = Object.fromEntries(
    problems.flatMap(({ property, text }) => (property === undefined ? [] : [[property, text] as const])),
  );
  const others = problems.filter(({ property }) => property === undefined);
  const { label: _, ...unlabelled } = component;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <div>
          <Title order={2}>{name}</Title>
          <Text size="sm" c="dimmed">
            {type}
          </Text>
        </div>
        <Button
          size="compact-sm"
          variant="light"
          color="red"
          leftSection={<Icon name="delete" size={14} />}
          onClick={onRemove}
        >
          Take away
        </Button>
      </Group>
      {others.length > 0 && (
        <Alert color="red" icon={<Icon name="error" />} role="alert">
          <List size="sm">
            {others.map(({ text }) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <TextInput
        label="Label"
        description="Name for people"
        value={label ?? ''}
        onChange={(event) => {
          const given = event.currentTarget.value;
          onChange(given === '' ? unlabelled : { ...component, label: given });
        }}
      />
      <Select
        label="Worker"
        data={[...new Set([...workers, ...(worker === undefined ? [] : [worker])])]}
        value={worker ?? null}
        allowDeselect={false}
        onChange={(one) => {
          if (one !== null) onChange({ ...component, worker: one });
        }}
      />
      {Object.entries(declaration?.eaters ?? {}).map(([eater, { caps, multiple }]) => (
        <EaterField
          key={eater}
          flow={flow}
          declarations={declarations}
          to={name}
          eater={eater}
          about={`${multiple === true ? 'Any number of feeds' : 'A feed'}: ${caps}`}
          onFlow={onFlow}
        />
      ))}
      {declaration ? (
        <PropertyForm
          specs={declaration.properties ?? {}}
          values={component.properties ?? {}}
          secrets={component.secrets ?? []}
          problems={byProperty}
          onChange={(properties) => onChange({ ...component, properties })}
        />
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}

/** Connects an eater without the graph, as from the keyboard. */
function EaterField({
  flow,
  declarations,
  to,
  eater,
  about,
  onFlow,
}: {
  readonly flow: EditedFlow;
  readonly declarations: Readonly<Record<string, ComponentDeclaration | undefined>>;
  readonly to: string;
  readonly eater: string;
  readonly about: string;
  readonly onFlow: (flow: EditedFlow) => void;
}) {
  const me = flow.components.find(({ name }) => name === to);
  const feeds = (me?.eaters?.[eater] ?? []).map(({ feed }) => feed);
  const offered = flow.components
    .filter(({ name }) => name !== to)
    .flatMap(({ name: from, type }) =>
      Object.keys(declarations[type]?.feeders ?? {}).map((feeder): Connection => ({
        from,
        feeder,
        to,
        eater,
      })),
    );
  return (
    <Stack gap={6}>
      <Select
        label={`Eater ${eater}`}
        description={about}
        placeholder="connect a feed"
        data={offered.map(feedOf)}
        value={null}
        searchable
        onChange={(feed) => {
          const link = offered.find((one) => feedOf(one) === feed);
          if (link) onFlow(connected(flow, link, declarations[me?.type ?? '']?.eaters ?? {}));
        }}
      />
      {feeds.map((feed) => (
        <Group key={feed} justify="space-between">
          <Text size="sm">{feed}</Text>
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={`Disconnect ${feed}`}
            onClick={() => {
              const [from = '', feeder = 'default'] = feed.split(':');
              onFlow(disconnected(flow, { from, feeder, to, eater }));
            }}
          >
            Disconnect
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
