import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ProblemAlert } from '../frame/problem';
import { counted } from '../frame/format';
import { elementsQuery } from './queries';

/** Which of the elements that its component types need a worker's machine has. */
export function Elements({ worker }: { readonly worker: string }) {
  const { data, error } = useQuery(elementsQuery(worker));
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Text size="sm">Looking…</Text>;
  const lacking = data.types.filter(({ missing }) => missing.length > 0);
  return (
    <Stack gap="xs">
      <Text size="sm">
        {counted(data.types.length - lacking.length, 'component type')} with all elements that they need.
      </Text>
      {lacking.length > 0 && (
        <Table verticalSpacing={4} fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Component type</Table.Th>
              <Table.Th>Lacks</Table.Th>
              <Table.Th>Debian package</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lacking.map(({ type, missing }) => (
              <Table.Tr key={type}>
                <Table.Td className="break">{type}</Table.Td>
                <Table.Td className="break">{missing.map(({ element }) => element).join(', ')}</Table.Td>
                <Table.Td className="break">
                  {[...new Set(missing.flatMap((one) => one.package ?? []))].join(', ') || '–'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}
