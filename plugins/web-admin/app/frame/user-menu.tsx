import { ActionIcon, Menu, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client';
import { sessionQuery } from '../api/session';
import type { Session } from '../api/types';
import { PasswordForm } from '../users/password-form';
import { Icon } from './icons';
import { tellProblem } from './problem';

/** Light and dark, and what concerns who is signed in. */
export function UserMenu({ session }: { readonly session: Session }) {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const client = useQueryClient();
  const signOut = async (): Promise<void> => {
    try {
      await call('DELETE', '/session');
    } catch (error) {
      tellProblem('Signing out failed', error);
      return;
    }
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
  };
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Change to ${other} colours`}
        onClick={() => setColorScheme(other)}
      >
        <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
      </ActionIcon>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="light" size="lg" radius="xl" aria-label={`Signed in as ${session.user}`}>
            <Icon name="user" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={600} truncate c="var(--mantine-color-text)">
              {session.user}
            </Text>
            <Text size="xs">{session.role}</Text>
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon name="lock" size={16} />}
            onClick={() => {
              modals.open({ title: 'Change the password', children: <PasswordForm /> });
            }}
          >
            Change the password
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="info" size={16} />}
            component="a"
            href="/api/docs"
            target="_blank"
          >
            The API
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
