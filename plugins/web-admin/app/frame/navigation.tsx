import { AppShell, NavLink, Text } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { mayAs } from '../api/session';
import type { Role } from '../api/types';
import { Icon } from './icons';
import { NAVIGATION } from './places';

/** The pages that who is signed in may see. */
export function Navigation({
  role,
  version,
}: {
  readonly role: Role;
  readonly version?: string | undefined;
}) {
  const { pathname } = useLocation();
  const here = (path: string): boolean =>
    path === '/' ? pathname === '/' || pathname.startsWith('/components/') : pathname.startsWith(path);
  return (
    <>
      <AppShell.Section grow component="nav" aria-label="Pages">
        {NAVIGATION.filter((page) => mayAs(role, page.role)).map(({ path, label, icon }) => (
          <NavLink
            key={path}
            component={Link}
            to={path}
            label={label}
            leftSection={<Icon name={icon} />}
            active={here(path)}
            aria-current={here(path) ? 'page' : undefined}
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
          />
        ))}
      </AppShell.Section>
      {version !== undefined && (
        <Text size="xs" c="dimmed" px="sm">
          Version {version}
        </Text>
      )}
    </>
  );
}
