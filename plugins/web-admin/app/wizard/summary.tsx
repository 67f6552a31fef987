import { Code, Stack, Table, Text } from '@mantine/core';
import type { Plan } from './offer';

/** What will be made. */
export function Summary({ plan }: { readonly plan: Plan }) {
  const groups = [
    ...(plan.atmosphere.length > 0
      ? [{ name: 'atmosphere', exists: true, components: plan.atmosphere }]
      : []),
    ...plan.flows,
  ];
  return (
    <Stack gap="lg">
      {groups.map(({ name, exists, components }) => (
        <div key={name}>
          <Text fw={500} mb={4}>
            {name === 'atmosphere'
              ? 'Outside of any flow'
              : exists
                ? `Added to the flow ${name}`
                : `Flow ${name}`}
          </Text>
          <Table.ScrollContainer minWidth={480}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Component</Table.Th>
                  <Table.Th>Type</Table.Th>
                  <Table.Th>Eats</Table.Th>
                  <Table.Th>Worker</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {components.map((component) => (
                  <Table.Tr key={component.name}>
                    <Table.Td>{component.name}</Table.Td>
                    <Table.Td>
                      <Code>{component.type}</Code>
                    </Table.Td>
                    <Table.Td>
                      {Object.values(component.eaters)
                        .flatMap((links) => links.map(({ feed }) => feed))
                        .join(', ')}
                    </Table.Td>
                    <Table.Td>{component.worker}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </div>
      ))}
    </Stack>
  );
}
