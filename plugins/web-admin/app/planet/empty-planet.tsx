import { Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../api/session';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { FlowsMenu } from './flows-menu';

/** What is shown while the planet has no components. */
export function EmptyPlanet({ name }: { readonly name: string }) {
  const isAdmin = useMay('admin');
  return (
    <Page title={name === '' ? 'Planet' : name}>
      <Text>
        Nothing is here yet. The wizard makes a stream step by step; a flow can also be drawn, component by
        component, and a planet file that the manager is started with brings components too.
      </Text>
      {isAdmin && (
        <Group gap="xs">
          <Button component={Link} to="/wizard" leftSection={<Icon name="wizard" size={16} />}>
            Start the wizard
          </Button>
          <FlowsMenu />
        </Group>
      )}
    </Page>
  );
}
