import { Accordion, ActionIcon, Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { Icon } from '../frame/icons';
import { whole } from './feeds';
import { withClockMaster, withComponent, type EditedComponent, type EditedFlow } from './flow-model';
import { SettledInput } from './settled-input';

/** What few components need: to give the flow its clock, and to offer feeds under other names. */
export function ClockAndFeeds({
  flow,
  component,
  feeders,
  followsClock,
  onFlow,
}: {
  readonly flow: EditedFlow;
  readonly component: EditedComponent;
  /** Names of its feeders. */
  readonly feeders: readonly string[];
  /** Its machine can give the flow its clock. */
  readonly followsClock: boolean;
  readonly onFlow: (flow: EditedFlow) => void;
}) {
  const { name, virtualFeeds = {}, clockMaster = false } = component;
  const feeds = Object.entries(virtualFeeds);
  const put = (next: readonly (readonly [string, string])[]): void =>
    onFlow(withComponent(flow, { ...component, virtualFeeds: Object.fromEntries(next) }));
  if (!followsClock && feeders.length === 0) return null;
  return (
    <Accordion variant="contained" defaultValue={clockMaster || feeds.length > 0 ? 'more' : null}>
      <Accordion.Item value="more">
        <Accordion.Control>
          {clockMaster ? 'Clock and virtual feeds: clock master' : 'Clock and virtual feeds'}
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="md">
            {followsClock && (
              <Switch
                label="Clock master"
                description="Its machine gives the flow its clock. Without one the most suitable component does."
                checked={clockMaster}
                onChange={(event) =>
                  onFlow(withClockMaster(flow, event.currentTarget.checked ? name : undefined))
                }
              />
            )}
            {feeders.length > 0 && (
              <Stack gap={6} role="group" aria-label="Virtual feeds">
                <Text size="sm" fw={500}>
                  Virtual feeds
                </Text>
                <Text size="xs" c="dimmed">
                  Names under which its feeds are offered too, as component:feeder. Where several components
                  offer the same, one stands in for another.
                </Text>
                {feeds.map(([feed, feeder], at) => (
                  <Group key={at} gap={4} wrap="nowrap" align="flex-start">
                    <SettledInput
                      size="xs"
                      style={{ flex: 1 }}
                      aria-label={`Virtual feed ${at + 1}`}
                      value={feed}
                      complaint={(text) => complaint(virtualFeeds, feed, text)}
                      onSettle={(text) =>
                        put(
                          feeds.map((one, index) => (index === at ? ([whole(text), feeder] as const) : one)),
                        )
                      }
                    />
                    <Select
                      size="xs"
                      w={110}
                      aria-label={`Feeder of ${feed}`}
                      data={[...feeders]}
                      value={feeder}
                      allowDeselect={false}
                      onChange={(one) => {
                        if (one !== null)
                          put(feeds.map((other, index) => (index === at ? ([feed, one] as const) : other)));
                      }}
                    />
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove the virtual feed ${feed}`}
                      onClick={() => put(feeds.filter((_, index) => index !== at))}
                    >
                      <Icon name="close" size={16} />
                    </ActionIcon>
                  </Group>
                ))}
                <Button
                  variant="light"
                  size="compact-sm"
                  w="fit-content"
                  leftSection={<Icon name="plus" size={14} />}
                  onClick={() => put([...feeds, [freeFeed(virtualFeeds, name), feeders[0] ?? 'default']])}
                >
                  Add a virtual feed
                </Button>
              </Stack>
            )}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function complaint(
  taken: Readonly<Record<string, string>>,
  before: string,
  after: string,
): string | undefined {
  if (after === before) return undefined;
  const part = '[A-Za-z0-9_](?:[A-Za-z0-9_.+ -]{0,98}[A-Za-z0-9_.+-])?';
  if (!new RegExp(`^${part}(?::${part})?$`).test(after)) return 'component:feeder is needed.';
  return Object.hasOwn(taken, whole(after)) ? 'It offers this already.' : undefined;
}

function freeFeed(taken: Readonly<Record<string, string>>, name: string): string {
  let feed = `${name}-virtual:default`;
  for (let at = 2; Object.hasOwn(taken, feed); at++) feed = `${name}-virtual-${at}:default`;
  return feed;
}
