import type { Role } from '../api/types';
import type { IconName } from './icon-paths';

/** A page that is in the navigation. */
export interface NavigationPage {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** Who may see it. */
  readonly role: Role;
}

/** The navigation, in its order. */
export const NAVIGATION: readonly NavigationPage[] = [
  { path: '/', label: 'Planet', icon: 'planet', role: 'viewer' },
  { path: '/wizard', label: 'Wizard', icon: 'wizard', role: 'admin' },
  { path: '/workers', label: 'Workers', icon: 'workers', role: 'viewer' },
  { path: '/messages', label: 'Messages', icon: 'messages', role: 'viewer' },
  { path: '/registry', label: 'Registry', icon: 'registry', role: 'viewer' },
  { path: '/audit', label: 'Audit', icon: 'audit', role: 'admin' },
  { path: '/users', label: 'Users', icon: 'users', role: 'admin' },
];

/** Who may see the page at a path; what is in no navigation judges by itself. */
export function roleFor(path: string): Role {
  return NAVIGATION.find((page) => page.path === path)?.role ?? 'viewer';
}
