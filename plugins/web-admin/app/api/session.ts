import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from './client';
import type { Answer, Role, Session } from './types';

const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  // Not of the session itself: that nobody is signed in would be an error there, of which browsers complain.
  queryFn: async (): Promise<Session | null> =>
    (await call<Answer<'getGreeting'>>('GET', '/greeting')).session,
  staleTime: Infinity,
  retry: 2,
});

/** Whether a role may do what another role is needed for. */
export function mayAs(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && RANK[role] >= RANK[needed];
}

/** Whether who is signed in may do what a role is needed for. The manager judges again. */
export function useMay(needed: Role): boolean {
  const { data } = useQuery(sessionQuery);
  return mayAs(data?.role, needed);
}
