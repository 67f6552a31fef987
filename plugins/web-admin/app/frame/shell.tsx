import { AppShell, Box, Burger, Group, Loader, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect, useRef } from 'react';
import { Link, Route, Routes, useLocation } from 'react-router';
import { useLive } from '../api/live';
import type { Session } from '../api/types';
import { mayAs } from '../api/session';
import { Boundary } from './boundary';
import { Forbidden } from './forbidden';
import { LinkBanner } from './link-banner';
import { MoodCounts } from './mood-counts';
import { Navigation } from './navigation';
import { NotFound } from './not-found';
import { PAGES } from './pages';
import { roleFor } from './places';
import { UserMenu } from './user-menu';

/** The frame around every page. */
export function Shell({ session }: { readonly session: Session }) {
  const [open, { toggle, close }] = useDisclosure();
  const name = useLive(({ planet }) => planet?.name);
  const version = useLive(({ planet }) => planet?.version);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    close();
    main.current?.scrollTo({ top: 0 });
  }, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'sm', sm: 'md' }}
    >
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={open ? 'Close the navigation' : 'Open the navigation'}
            />
            <UnstyledButton component={Link} to="/">
              <Group gap={10} wrap="nowrap">
                <img src="/icon.svg" width={28} height={28} alt="To the planet" />
                <Box visibleFrom="xs">
                  <Text fw={700} lh={1.1}>
                    Flumotion
                  </Text>
                  <Text size="xs" c="dimmed" lh={1.2} truncate maw={180}>
                    {name ?? ''}
                  </Text>
                </Box>
              </Group>
            </UnstyledButton>
          </Group>
          <Group gap="md" wrap="nowrap">
            <MoodCounts />
            <UserMenu session={session} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation role={session.role} version={version} />
      </AppShell.Navbar>
      <AppShell.Main ref={main} id="main" tabIndex={-1} style={{ outline: 'none' }}>
        <LinkBanner />
        <Boundary key={pathname}>
          <Suspense fallback={<Loader role="status" aria-label="Loading" />}>
            <Routes>
              {PAGES.map(({ path, page: PageHere }) => (
                <Route
                  key={path}
                  path={path}
                  element={mayAs(session.role, roleFor(path)) ? <PageHere /> : <Forbidden path={path} />}
                />
              ))}
              <Route path="*" element={<NotFound />} />
            </Routes>
          </Suspense>
        </Boundary>
      </AppShell.Main>
    </AppShell>
  );
}
