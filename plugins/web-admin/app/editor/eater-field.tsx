import { ActionIcon, Group, Select, Stack, Text } from '@mantine/core';
import type { EaterSpec } from '../api/types';
import { Icon } from '../frame/icons';
import {
  aliasComplaint,
  aliased,
  connected,
  disconnected,
  moved,
  offeredFeeds,
  type EaterPlace,
} from './feeds';
import type { EditedComponent, EditedFlow } from './flow-model';
import { OrderButtons } from './order-buttons';
import { SettledInput } from './settled-input';

/** What an eater takes: connected, ordered and named without the graph, as from the keyboard. */
export function EaterField({
  flow,
  component,
  eater,
  spec,
  feedersOf,
  problems,
  onFlow,
}: {
  readonly flow: EditedFlow;
  readonly component: EditedComponent;
  readonly eater: string;
  readonly spec: EaterSpec;
  /** Names of the feeders of a type. */
  readonly feedersOf: (type: string) => readonly string[];
  readonly problems: readonly string[];
  readonly onFlow: (flow: EditedFlow) => void;
}) {
  const to: EaterPlace = { component: component.name, eater };
  const links = component.eaters?.[eater] ?? [];
  const several = spec.multiple === true;
  const need = spec.required === false ? ', not needed' : '';
  return (
    <Stack gap={6} role="group" aria-label={`Eater ${eater}`}>
      <Select
        label={`Eater ${eater}`}
        description={`${spec.description === undefined ? '' : `${spec.description} `}${several ? 'Any number of feeds' : 'A feed'}: ${spec.caps}${need}`}
        placeholder="connect a feed"
        data={[...offeredFeeds(flow, component.name, feedersOf)]}
        value={null}
        searchable
        error={problems.length > 0 && problems.join(' ')}
        onChange={(feed) => {
          if (feed !== null) onFlow(connected(flow, feed, to, { [eater]: spec }));
        }}
      />
      {links.map(({ feed, alias = eater }, at) => (
        <Group key={feed} gap={4} wrap="nowrap">
          <Text size="sm" className="break" style={{ flex: 1 }}>
            {feed}
          </Text>
          {several && (
            <SettledInput
              size="xs"
              w={110}
              aria-label={`Alias of ${feed}`}
              value={alias}
              complaint={(text) => aliasComplaint(component, alias, text)}
              onSettle={(text) => onFlow(aliased(flow, to, at, text))}
            />
          )}
          <OrderButtons
            what={feed}
            at={at}
            count={links.length}
            onMove={(by) => onFlow(moved(flow, to, at, by))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Disconnect ${feed}`}
            onClick={() => onFlow(disconnected(flow, feed, to))}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  );
}
