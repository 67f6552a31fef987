import { lazy, type ComponentType } from 'react';

/** What is shown at which path; each page is loaded when it is opened. */
export const PAGES: readonly { readonly path: string; readonly page: ComponentType }[] = [
  { path: '/', page: lazy(() => import('../planet/planet-page')) },
  { path: '/components/:flow/:name', page: lazy(() => import('../component/component-page')) },
  { path: '/wizard', page: lazy(() => import('../wizard/wizard-page')) },
  { path: '/editor/:flow', page: lazy(() => import('../editor/editor-page')) },
  { path: '/workers', page: lazy(() => import('../workers/workers-page')) },
  { path: '/messages', page: lazy(() => import('../messages/messages-page')) },
  { path: '/registry', page: lazy(() => import('../registry/registry-page')) },
  { path: '/audit', page: lazy(() => import('../audit/audit-page')) },
  { path: '/users', page: lazy(() => import('../users/users-page')) },
];
