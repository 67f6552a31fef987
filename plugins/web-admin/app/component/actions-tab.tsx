import { Button, Card, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, componentPath, pathOf } from '../api/client';
import { useMay } from '../api/session';
import type { ActionSpec, PropertyValues, Row } from '../api/types';
import { PropertyForm } from '../forms/property-form';
import { complaint, givenValues } from '../forms/property-rules';
import { ProblemAlert, tellDone } from '../frame/problem';
import { cellText } from './cells';
import { Facts } from './facts';
import { words } from '../frame/words';

/** What a running component can be asked for. */
export function ActionsTab({
  id,
  actions,
}: {
  readonly id: string;
  readonly actions: Readonly<Record<string, ActionSpec>>;
}) {
  return (
    <Stack>
      {Object.entries(actions).map(([name, spec]) => (
        <ActionCard key={name} id={id} name={name} spec={spec} />
      ))}
    </Stack>
  );
}

function ActionCard({
  id,
  name,
  spec,
}: {
  readonly id: string;
  readonly name: string;
  readonly spec: ActionSpec;
}) {
  const operator = useMay('operator');
  const [values, setValues] = useState<PropertyValues>({});
  const run = useMutation({
    mutationFn: () =>
      call<Row | undefined>('POST', componentPath(id, pathOf`/actions/${name}`), {
        body: givenValues(values),
      }),
    onSuccess: () => {
      tellDone(`${words(name)}: done.`);
    },
  });
  const parameters = spec.parameters ?? {};
  const wrong = Object.entries(parameters).some(
    ([parameter, one]) => complaint(one, values[parameter]) !== undefined,
  );
  const answer = Object.entries(spec.answer ?? {}).filter(([column]) => run.data?.[column] !== undefined);
  return (
    <Card withBorder padding="md">
      <Title order={2}>{words(name)}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {spec.description}
      </Text>
      <Stack gap="md">
        {Object.keys(parameters).length > 0 && (
          <PropertyForm specs={parameters} values={values} onChange={setValues} disabled={!operator} />
        )}
        {run.error && <ProblemAlert error={run.error} />}
        {answer.length > 0 && (
          <Facts
            facts={answer.map(
              ([column, one]) => [words(column), cellText(run.data?.[column], one), one.description] as const,
            )}
          />
        )}
        <Button
          w="fit-content"
          variant="light"
          disabled={!operator || wrong}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          {words(name)}
        </Button>
      </Stack>
    </Card>
  );
}
