import { Box, Group, Progress, SimpleGrid, Text, Title } from '@mantine/core';
import type { MachineLoad } from '../api/types';
import { bytesText, counted, durationText, percentText } from '../frame/format';
import { Facts } from '../component/facts';
import { averagesText } from './load';

/** From here on a machine has little left, and then nothing. */
const HIGH = 0.8;
const FULL = 0.95;

/** How busy a machine is as a whole, whatever runs on it. */
export function Machine({ load }: { readonly load: MachineLoad }) {
  const { cores, averages, cpu, memory, uptime } = load;
  return (
    <Box mt="md" data-load>
      <Title order={3} size="h5" mb={4}>
        Machine
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mb="xs">
        <Meter
          name="CPU"
          of={cpu}
          text={cpu === undefined ? '–' : percentText(cpu)}
          about={counted(cores, 'core')}
        />
        <Meter
          name="Memory"
          of={memory.total === 0 ? undefined : memory.used / memory.total}
          text={bytesText(memory.used)}
          about={`of ${bytesText(memory.total)}`}
        />
      </SimpleGrid>
      <Facts
        facts={[
          ['Load', averagesText(averages), 'Processes that ran or waited to: 1, 5 and 15 minutes'],
          ['Up for', durationText(uptime)],
        ]}
      />
    </Box>
  );
}

function Meter({
  name,
  of = 0,
  text,
  about,
}: {
  readonly name: string;
  readonly of: number | undefined;
  readonly text: string;
  readonly about: string;
}) {
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">{name}</Text>
        <Text size="sm">
          {text}{' '}
          <Text span c="dimmed" size="xs">
            {about}
          </Text>
        </Text>
      </Group>
      <Progress.Root size="sm">
        <Progress.Section
          value={Math.min(100, of * 100)}
          color={of >= FULL ? 'red' : of >= HIGH ? 'orange' : 'blue'}
          aria-label={`${name} in use`}
        />
      </Progress.Root>
    </div>
  );
}
