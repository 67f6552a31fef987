import { Alert } from '@mantine/core';
import { Icon } from './icons';
import { Page } from './page';
import { NAVIGATION } from './places';

/** In place of a page that who is signed in may not see. */
export function Forbidden({ path }: { readonly path: string }) {
  const page = NAVIGATION.find((one) => one.path === path);
  return (
    <Page title={page?.label ?? ''}>
      <Alert icon={<Icon name="lock" />}>{`This page is for the role ${page?.role ?? 'admin'}.`}</Alert>
    </Page>
  );
}
