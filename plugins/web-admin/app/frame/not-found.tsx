import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from './page';

/** What is shown at a path that no page has. */
export function NotFound() {
  return (
    <Page title="There is no such page">
      <Text>
        The address may be of another version.{' '}
        <Anchor component={Link} to="/">
          To the planet
        </Anchor>
      </Text>
    </Page>
  );
}
