import { ActionIcon, Card, Group, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ComponentDeclaration } from '../api/types';
import { plugDeclarationQuery } from '../component/queries';
import { PropertyForm } from '../forms/property-form';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import type { EditedComponent, EditedPlug } from './flow-model';
import { OrderButtons } from './order-buttons';
import { feedersFor, newPlug, plugNames, plugsFor, withPlugs } from './plugs';
import { typesQuery } from './queries';
import { swapped } from './swapped';

/** What the plugs of a component are drawn of. */
interface PlugFieldsProps {
  readonly component: EditedComponent;
  readonly declaration: ComponentDeclaration;
  /** By name of the plug and property. */
  readonly problems: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly onChange: (component: EditedComponent, what?: string) => void;
}

/** The plugs of a component, in their order, and those that can be added. */
export function PlugFields({ component, declaration, problems, onChange }: PlugFieldsProps) {
  const client = useQueryClient();
  const { data: registry } = useQuery(typesQuery);
  const plugs = component.plugs ?? [];
  const offered = plugsFor(registry?.plugs ?? [], declaration);
  const add = useMutation({
    mutationFn: (type: string) => client.query(plugDeclarationQuery(type)),
    onSuccess: (plug) => onChange(withPlugs(component, [...plugs, newPlug(plug, declaration)])),
  });
  if (plugs.length === 0 && offered.length === 0) return null;
  const names = plugNames(plugs);
  const put = (at: number, plug: EditedPlug, what?: string): void =>
    onChange(
      withPlugs(
        component,
        plugs.map((one, index) => (index === at ? plug : one)),
      ),
      what === undefined ? undefined : `${component.name} plug ${at} ${what}`,
    );
  return (
    <Stack gap="sm" role="group" aria-label="Plugs">
      <Title order={3} size="h5">
        Plugs
      </Title>
      {plugs.map((plug, at) => (
        <Card key={names[at]} withBorder padding="sm" role="group" aria-label={`Plug ${names[at] ?? ''}`}>
          <Group justify="space-between" wrap="nowrap" mb="xs">
            <Text fw={500} size="sm" className="break">
              {names[at]}
            </Text>
            <Group gap={4} wrap="nowrap">
              <OrderButtons
                what={names[at] ?? ''}
                at={at}
                count={plugs.length}
                onMove={(by) => onChange(withPlugs(component, swapped(plugs, at, by)))}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${names[at] ?? ''}`}
                onClick={() =>
                  onChange(
                    withPlugs(
                      component,
                      plugs.filter((one) => one !== plug),
                    ),
                  )
                }
              >
                <Icon name="close" size={16} />
              </ActionIcon>
            </Group>
          </Group>
          <PlugForm
            plug={plug}
            declaration={declaration}
            problems={problems[names[at] ?? ''] ?? {}}
            onChange={(changed, what) => put(at, changed, what)}
          />
        </Card>
      ))}
      {add.error && <ProblemAlert error={add.error} />}
      <Select
        aria-label="Add a plug"
        placeholder="Add a plug…"
        data={offered.map(({ type, socket }) => ({ value: type, label: `${type} (${socket ?? ''})` }))}
        value={null}
        searchable
        disabled={add.isPending}
        onChange={(type) => {
          if (type !== null) add.mutate(type);
        }}
      />
    </Stack>
  );
}

function PlugForm({
  plug,
  declaration,
  problems,
  onChange,
}: {
  readonly plug: EditedPlug;
  readonly declaration: ComponentDeclaration;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (plug: EditedPlug, what?: string) => void;
}) {
  const { data, error } = useQuery(plugDeclarationQuery(plug.type));
  if (error) return <ProblemAlert error={error} />;
  if (!data) return null;
  const feeders = data.socket === 'effect' ? feedersFor(data, declaration) : [];
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        {data.description}
      </Text>
      {(feeders.length > 1 || plug.feeder !== undefined) && (
        <Select
          label="Feeder"
          description="The effect is in front of it"
          data={[...new Set([...feeders, ...(plug.feeder === undefined ? [] : [plug.feeder])])]}
          value={plug.feeder ?? null}
          allowDeselect={false}
          onChange={(feeder) => {
            if (feeder !== null) onChange({ ...plug, feeder });
          }}
        />
      )}
      <PropertyForm
        specs={data.properties ?? {}}
        values={plug.properties ?? {}}
        secrets={plug.secrets ?? []}
        problems={problems}
        onChange={(properties, name) => onChange({ ...plug, properties }, name)}
      />
    </Stack>
  );
}
