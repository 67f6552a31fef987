import { Text } from '@mantine/core';
import { Page } from '../frame/page';

/** What is shown while the planet has no components. */
export function EmptyPlanet({ name }: { readonly name: string }) {
  return (
    <Page title={name === '' ? 'Planet' : name}>
      <Text>
        Nothing is here yet. A planet file that the manager is started with, or a flow that is loaded, brings
        components.
      </Text>
    </Page>
  );
}
