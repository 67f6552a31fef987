import { Alert, Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import type { ComponentDeclaration } from '../api/types';
import { PropertyForm } from '../forms/property-form';
import { Icon } from '../frame/icons';
import { Waiting } from '../frame/waiting';
import { ClockAndFeeds } from './clock-and-feeds';
import { EaterField } from './eater-field';
import { nameComplaint, withComponent, type EditedComponent, type EditedFlow } from './flow-model';
import { PlugFields } from './plug-fields';
import type { ComponentProblems } from './problems';
import { SettledInput } from './settled-input';
import { WorkerField } from './worker-field';

/** What the panel of a component is drawn of. */
export interface ComponentPanelProps {
  readonly flow: EditedFlow;
  readonly component: EditedComponent;
  readonly declarations: Readonly<Record<string, ComponentDeclaration | undefined>>;
  readonly workers: readonly string[];
  readonly problems: ComponentProblems;
  /** What is changed, as `tone volume`, joins the letters that are typed in a row to one step. */
  readonly onFlow: (flow: EditedFlow, what?: string) => void;
  readonly onRename: (name: string) => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
}

/** The component that is chosen: its name, where it runs, what it eats, its plugs, its properties. */
export function ComponentPanel(props: ComponentPanelProps) {
  const { flow, component, declarations, workers, problems, onFlow } = props;
  const declaration = declarations[component.type];
  const { name, label, worker } = component;
  const { label: _, ...unlabelled } = component;
  const change = (changed: EditedComponent, what?: string): void =>
    onFlow(withComponent(flow, changed), what);
  const feedersOf = (type: string): readonly string[] => Object.keys(declarations[type]?.feeders ?? {});
  return (
    <Stack gap="md">
      <Head {...props} />
      {problems.own.length > 0 && (
        <Alert color={problems.isWrong ? 'red' : 'yellow'} icon={<Icon name="error" />} role="alert">
          <List size="sm">
            {problems.own.map((text) => (
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
          change(given === '' ? unlabelled : { ...component, label: given }, `${name} label`);
        }}
      />
      <WorkerField
        worker={worker}
        workers={workers}
        problems={problems.ofWorker}
        isWrong={problems.isWrong}
        onChange={(one) => change({ ...component, worker: one })}
      />
      {Object.entries(declaration?.eaters ?? {}).map(([eater, spec]) => (
        <EaterField
          key={eater}
          flow={flow}
          component={component}
          eater={eater}
          spec={spec}
          feedersOf={feedersOf}
          problems={problems.byEater[eater] ?? []}
          onFlow={onFlow}
        />
      ))}
      {declaration ? (
        <>
          <PropertyForm
            specs={declaration.properties ?? {}}
            values={component.properties ?? {}}
            secrets={component.secrets ?? []}
            problems={problems.byProperty}
            onChange={(properties, property) => change({ ...component, properties }, `${name} ${property}`)}
          />
          <PlugFields
            component={component}
            declaration={declaration}
            problems={problems.byPlug}
            onChange={change}
          />
          <ClockAndFeeds
            flow={flow}
            component={component}
            feeders={Object.keys(declaration.feeders ?? {})}
            followsClock={declaration.clock !== undefined}
            onFlow={onFlow}
          />
        </>
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}

function Head({ flow, component, onRename, onCopy, onRemove }: ComponentPanelProps) {
  const { name, type } = component;
  return (
    <div>
      <SettledInput
        label="Name"
        description={type}
        name="component-name"
        value={name}
        complaint={(text) => nameComplaint(flow, name, text)}
        onSettle={onRename}
      />
      <Group gap="xs" mt="xs">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<Icon name="plus" size={14} />}
          onClick={onCopy}
        >
          Copy
        </Button>
        <Button
          size="compact-sm"
          variant="light"
          color="red"
          leftSection={<Icon name="delete" size={14} />}
          onClick={onRemove}
        >
          Delete
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        What eats of it follows a new name.
      </Text>
    </div>
  );
}
