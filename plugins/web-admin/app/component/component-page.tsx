import { Badge, Group, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useLive } from '../api/live';
import { Icon } from '../frame/icons';
import { MoodBadge } from '../frame/mood';
import { Page } from '../frame/page';
import { Waiting } from '../frame/waiting';
import { ActionBar } from '../planet/action-bar';
import { ConnectionsTab } from './connections-tab';
import { EffectsTab } from './effects-tab';
import { LogTab } from './log-tab';
import { MessagesTab } from './messages-tab';
import { NoComponent } from './no-component';
import { OverviewTab } from './overview-tab';
import { PropertiesTab } from './properties-tab';
import { declarationQuery, offersQuery } from './queries';
import { ActionsTab } from './actions-tab';
import { tablesToShow } from './table-model';
import { TableTab } from './table-tab';
import { words } from '../frame/words';

const PipelineTab = lazy(() => import('./pipeline-tab'));

/** Everything of one component. */
export default function ComponentPage() {
  const { flow = '', name = '' } = useParams();
  const id = `/${flow}/${name}`;
  const known = useLive(({ planet }) => planet !== undefined);
  const component = useLive(({ planet }) => planet?.components[id]);
  const [query, setQuery] = useSearchParams();
  const declaration = useQuery(declarationQuery(component?.type ?? ''));
  const offers = useQuery(offersQuery(component === undefined ? '' : id));
  const [was, setWas] = useState('');
  if (component && was !== id) setWas(id);
  if (!known) return <Waiting />;
  if (!component) return <NoComponent id={id} deleted={was === id} />;
  const tables = tablesToShow(offers.data?.tables ?? {}, component.properties);
  const actions = Object.entries(offers.data?.actions ?? {});
  const { messages } = component;
  const tabs = [
    ...['overview', 'connections', 'properties', 'messages', 'log'],
    ...tables.map(([table]) => `table-${table}`),
    ...(actions.length > 0 ? ['actions'] : []),
    ...(component.plugs.length > 0 ? ['plugs'] : []),
    ...(component.mood === 'sleeping' ? [] : ['pipeline']),
  ];
  const asked = query.get('tab') ?? 'overview';
  const tab = tabs.includes(asked) ? asked : offers.isPending ? '' : 'overview';
  return (
    <Page
      title={component.label ?? name}
      about={
        <Group gap="sm" mt={4}>
          <MoodBadge mood={component.mood} reason={component.reason} />
          <Text size="sm" c="dimmed" className="break">
            {component.type} on {component.worker}, in {flow}
          </Text>
        </Group>
      }
      actions={<ActionBar chosen={[component]} />}
    >
      <Tabs
        value={tab === '' ? null : tab}
        onChange={(value) => setQuery({ tab: value ?? 'overview' }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List style={{ overflowX: 'auto', overflowY: 'hidden', flexWrap: 'nowrap' }} mb="md">
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          {tables.map(([table]) => (
            <Tabs.Tab key={table} value={`table-${table}`}>
              {words(table)}
            </Tabs.Tab>
          ))}
          {actions.length > 0 && <Tabs.Tab value="actions">Actions</Tabs.Tab>}
          <Tabs.Tab value="connections">Connections</Tabs.Tab>
          <Tabs.Tab value="properties">Properties</Tabs.Tab>
          {component.plugs.length > 0 && <Tabs.Tab value="plugs">Effects and plugs</Tabs.Tab>}
          <Tabs.Tab
            value="messages"
            rightSection={
              messages.length > 0 ? (
                <Badge size="sm" variant="light" color="orange" circle={messages.length < 10}>
                  {messages.length}
                </Badge>
              ) : undefined
            }
          >
            Messages
          </Tabs.Tab>
          {component.mood !== 'sleeping' && (
            <Tabs.Tab value="pipeline" leftSection={<Icon name="graph" size={14} />}>
              Pipeline
            </Tabs.Tab>
          )}
          <Tabs.Tab value="log" leftSection={<Icon name="list" size={14} />}>
            Log
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab component={component} declaration={declaration.data} />
        </Tabs.Panel>
        {tables.map(([table, spec]) => (
          <Tabs.Panel key={table} value={`table-${table}`}>
            <TableTab
              id={id}
              name={table}
              spec={spec}
              actions={offers.data?.actions ?? {}}
              stats={declaration.data?.stats ?? {}}
            />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="actions">
          <ActionsTab id={id} actions={offers.data?.actions ?? {}} />
        </Tabs.Panel>
        <Tabs.Panel value="connections">
          <ConnectionsTab component={component} />
        </Tabs.Panel>
        <Tabs.Panel value="properties">
          <PropertiesTab component={component} declaration={declaration.data} />
        </Tabs.Panel>
        <Tabs.Panel value="plugs">
          <EffectsTab component={component} />
        </Tabs.Panel>
        <Tabs.Panel value="messages">
          <MessagesTab messages={messages} />
        </Tabs.Panel>
        <Tabs.Panel value="pipeline">
          <Suspense fallback={<Waiting />}>
            <PipelineTab id={id} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <LogTab id={id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
