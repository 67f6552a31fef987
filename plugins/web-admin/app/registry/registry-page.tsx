import { Alert, Badge, Card, Group, SimpleGrid, Stack, Tabs, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import { usePlanet } from '../api/live';
import type { Answer } from '../api/types';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { FIT, packagesOnWorkers } from './on-workers';

type Listed = Answer<'getRegistry'>['components'][number];

/** What is installed where the manager runs: packages, their problems, and where each type comes from. */
export default function RegistryPage() {
  const [search, setSearch] = useState('');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['registry'],
    queryFn: ({ signal }) => call<Answer<'getRegistry'>>('GET', '/registry', { signal }),
  });
  const words = search.toLowerCase();
  const wanted = (one: Listed): boolean =>
    [one.type, one.description, one.kind ?? '', one.socket ?? '', one.package].some((text) =>
      text.toLowerCase().includes(words),
    );
  if (isPending) return <Waiting />;
  if (error) return <ProblemAlert error={error} retry={() => void refetch()} />;
  const problems = data.packages.flatMap((one) => one.problems.map((text) => ({ name: one.name, text })));
  const packages = data.packages.filter(({ name, description }) =>
    [name, description ?? ''].some((text) => text.toLowerCase().includes(words)),
  );
  return (
    <Page title="Registry" about="The components and plugs that are installed where the manager runs.">
      {problems.map(({ name, text }) => (
        <Alert
          key={`${name} ${text}`}
          color="orange"
          variant="light"
          icon={<Icon name="warning" />}
          title={name}
        >
          <Text size="sm" className="break">
            {text}
          </Text>
        </Alert>
      ))}
      <TextInput
        aria-label="Search"
        placeholder="Search"
        leftSection={<Icon name="search" size={16} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        w={{ base: '100%', xs: 260 }}
      />
      <Tabs defaultValue="components" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="components">{data.components.length} components</Tabs.Tab>
          <Tabs.Tab value="plugs">{data.plugs.length} plugs</Tabs.Tab>
          <Tabs.Tab value="packages">{data.packages.length} packages</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="components">
          <Types types={data.components.filter(wanted)} />
        </Tabs.Panel>
        <Tabs.Panel value="plugs">
          <Types types={data.plugs.filter(wanted)} />
        </Tabs.Panel>
        <Tabs.Panel value="packages">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {packages.map((one) => (
              <Card key={one.name} withBorder padding="sm">
                <Group gap="xs">
                  <Title order={2} size="h3" className="break">
                    {one.name}
                  </Title>
                  <Text size="sm" c="dimmed">
                    {one.version}
                  </Text>
                </Group>
                <Text size="sm">{one.description}</Text>
                <Text size="xs" c="dimmed" className="break">
                  {one.types.join(', ')}
                </Text>
                <Text size="xs" c="dimmed" className="mono break">
                  {one.dir}
                </Text>
                <OnWorkers name={one.name} />
              </Card>
            ))}
          </SimpleGrid>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** On which workers a package is, where it is another version than here. */
function OnWorkers({ name }: { readonly name: string }) {
  const planet = usePlanet();
  const found = packagesOnWorkers(Object.values(planet?.workers ?? {}), name);
  if (found.length === 0) return null;
  return (
    <Group gap={6} mt={6} aria-label={`${name} on workers`} role="group">
      {found.map(({ worker, version, fit }) => (
        <Badge
          key={worker}
          size="sm"
          variant="light"
          tt="none"
          color={fit === 'apart' ? 'orange' : 'gray'}
          title={FIT[fit]}
        >
          {worker} {version}
        </Badge>
      ))}
    </Group>
  );
}

function Types({ types }: { readonly types: readonly Listed[] }) {
  if (types.length === 0)
    return (
      <Text c="dimmed" py="xl" ta="center">
        None is like that.
      </Text>
    );
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {types.map((one) => (
        <Card key={one.type} withBorder padding="sm">
          <Stack gap={4}>
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Title order={2} size="h3" className="break">
                {one.type}
              </Title>
              <Badge variant="light" color="gray" tt="none" style={{ flex: 'none' }}>
                {one.kind ?? one.socket}
              </Badge>
            </Group>
            <Text size="sm">{one.description}</Text>
            <Text size="xs" c="dimmed" className="break">
              {one.package}
            </Text>
          </Stack>
        </Card>
      ))}
    </SimpleGrid>
  );
}
