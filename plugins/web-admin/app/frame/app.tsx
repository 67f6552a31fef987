import { Center, Loader, MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { ApiError, onSignedOut } from '../api/client';
import { planetLink } from '../api/planet-link';
import { sessionQuery } from '../api/session';
import { Greeter } from '../greeter/greeter';
import { refreshOn } from './refresh';
import { Shell } from './shell';
import { colours, theme } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What the manager has answered is its answer; only silence is asked again.
      retry: (count, error) => error instanceof ApiError && error.status === 0 && count < 2,
      refetchOnWindowFocus: true,
    },
  },
});

// Of this kind, so that a page with unsaved work can ask before it is left.
const router = createBrowserRouter([{ path: '*', element: <Gate /> }]);

/** All pages. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <ModalsProvider labels={{ confirm: 'Yes', cancel: 'Cancel' }}>
          <Notifications position="top-center" limit={4} />
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Lets those in who are signed in. */
function Gate() {
  const client = useQueryClient();
  const { data: session, isPending } = useQuery(sessionQuery);
  const inside = session !== undefined && session !== null;
  useEffect(
    () =>
      onSignedOut(() => {
        client.setQueryData(sessionQuery.queryKey, null);
      }),
    [client],
  );
  useEffect(() => {
    if (!inside) return undefined;
    planetLink.start();
    const end = refreshOn(client);
    return () => {
      end();
      planetLink.end();
    };
  }, [client, inside]);
  if (isPending)
    return (
      <Center mih="100vh">
        <Loader role="status" aria-label="Loading" />
      </Center>
    );
  return inside ? <Shell session={session} /> : <Greeter />;
}
