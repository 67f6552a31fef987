import { Accordion, Anchor, Badge, Card, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLive, usePlanet } from '../api/live';
import type { ComponentState, WorkerPackage, WorkerState } from '../api/types';
import { Facts } from '../component/facts';
import { agoText, bytesText, counted, percentText } from '../frame/format';
import { MoodBadge } from '../frame/mood';
import { useNow } from '../frame/now';
import { Page } from '../frame/page';
import { Waiting } from '../frame/waiting';
import { FIT } from '../registry/on-workers';
import { Elements } from './elements';
import { Machine } from './machine';
import { portsText } from './ports';

/** The workers: machine, load, version, feeder ports, what runs there, packages and elements. */
export default function WorkersPage() {
  const planet = usePlanet();
  if (!planet) return <Waiting />;
  const workers = Object.values(planet.workers);
  return (
    <Page title="Workers" about="The machines that run components.">
      {workers.length === 0 && (
        <Text c="dimmed" py="xl" ta="center">
          No worker has logged in yet. Start flumotion-worker on a machine, with this manager as its host.
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        {workers.map((worker) => (
          <WorkerCard
            key={worker.name}
            worker={worker}
            components={Object.values(planet.components).filter((one) => one.worker === worker.name)}
          />
        ))}
      </SimpleGrid>
    </Page>
  );
}

function WorkerCard({
  worker,
  components,
}: {
  readonly worker: WorkerState;
  readonly components: readonly ComponentState[];
}) {
  const now = useNow(10_000);
  const [open, setOpen] = useState<string[]>([]);
  const figures = useLive((state) => state.figures);
  const sum = (of: 'cpu' | 'memory'): number =>
    components.reduce((all, one) => all + (figures[one.id]?.[of] ?? one[of] ?? 0), 0);
  const load = useLive((state) => state.loads[worker.name]);
  const { name, online, since, version, address, hostname, feederPorts, packages } = worker;
  const problems = packages.filter(({ problem, fit }) => problem !== undefined || fit === 'apart');
  return (
    <Card withBorder padding="md" id={name}>
      <Group justify="space-between" mb="sm">
        <Title order={2} className="break">
          {name}
        </Title>
        <Badge variant="light" color={online ? 'green' : 'grape'} tt="none">
          {online ? 'logged in' : 'away'}
        </Badge>
      </Group>
      <Facts
        facts={[
          ['Host', hostname === '' ? '–' : hostname],
          ['Address', address],
          ['Version', version ?? '–'],
          ['Logged in', since === undefined ? '–' : agoText(since, now)],
          ['CPU of its components', `${percentText(sum('cpu'))} of one core`],
          ['Memory of its components', bytesText(sum('memory'))],
          ['Feeder ports', portsText(feederPorts)],
        ]}
      />
      {online && load && <Machine load={load} />}
      <Accordion variant="contained" mt="md" multiple value={open} onChange={setOpen}>
        <Accordion.Item value="components">
          <Accordion.Control>
            <Text size="sm">{counted(components.length, 'component')}</Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap={4}>
              {components.map(({ id, mood, reason }) => (
                <Group key={id} gap="sm" wrap="nowrap">
                  <MoodBadge mood={mood} reason={reason} />
                  <Anchor component={Link} to={`/components${id}`} size="sm" className="break">
                    {id}
                  </Anchor>
                </Group>
              ))}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="packages">
          <Accordion.Control>
            <Group gap="xs">
              <Text size="sm">{packages.length} packages</Text>
              {problems.length > 0 && (
                <Badge size="sm" color="orange" variant="light" tt="none">
                  {problems.length} with a problem
                </Badge>
              )}
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Packages packages={packages} />
          </Accordion.Panel>
        </Accordion.Item>
        {online && (
          <Accordion.Item value="elements">
            <Accordion.Control>
              <Text size="sm">GStreamer elements</Text>
            </Accordion.Control>
            <Accordion.Panel>{open.includes('elements') && <Elements worker={name} />}</Accordion.Panel>
          </Accordion.Item>
        )}
      </Accordion>
    </Card>
  );
}

function Packages({ packages }: { readonly packages: readonly WorkerPackage[] }) {
  return (
    <Table verticalSpacing={4} fz="xs">
      <Table.Tbody>
        {packages.map(({ name, version, components, plugs = [], problem, fit }) => (
          <Table.Tr key={name}>
            <Table.Td className="break">
              <Text size="xs" fw={500}>
                {name} {version}
              </Text>
              <Text size="xs" c={problem === undefined ? 'dimmed' : 'var(--mood-sad)'}>
                {problem ?? [...components, ...plugs].join(', ')}
              </Text>
            </Table.Td>
            <Table.Td ta="right">{fit === undefined ? '' : FIT[fit]}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
