import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from '../frame/page';

/** What is shown where a component is not, or not any more. */
export function NoComponent({ id, deleted }: { readonly id: string; readonly deleted: boolean }) {
  return (
    <Page title={deleted ? 'The component was deleted' : 'There is no such component'}>
      <Text className="break" role="status">
        {deleted
          ? `${id} was there until now; somebody has deleted it or its flow, or given it another name.`
          : `The planet has no component ${id}. It may have been deleted, or have another name now.`}{' '}
        <Anchor component={Link} to="/">
          To the planet
        </Anchor>
      </Text>
    </Page>
  );
}
