import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client';
import type { Answer } from '../api/types';
import { ProblemAlert } from '../frame/problem';
import { SetupForm } from './setup-form';
import { SignInForm } from './sign-in-form';

/** What people see who are not signed in. */
export function Greeter() {
  useDocumentTitle('Sign in · Flumotion');
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => call<Answer<'getSetup'>>('GET', '/setup') });
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder radius="lg" p="xl" w="100%" maw={400}>
        <Stack gap="lg">
          <Group gap="sm">
            <img src="/icon.svg" width={40} height={40} alt="" />
            <div>
              <Title order={1}>Flumotion</Title>
              <Text size="sm" c="dimmed">
                {location.host}
              </Text>
            </div>
          </Group>
          {setup.error ? (
            <ProblemAlert error={setup.error} retry={() => void setup.refetch()} />
          ) : setup.data?.needed === true ? (
            <SetupForm codeNeeded={setup.data.code} />
          ) : (
            <SignInForm />
          )}
        </Stack>
      </Paper>
    </Center>
  );
}
