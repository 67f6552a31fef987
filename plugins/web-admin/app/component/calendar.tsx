import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNow } from '../frame/now';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import css from './calendar.module.css';
import { dayText, daysOf, type Day } from './calendar-model';
import { tableQuery } from './queries';

/** Most rows that are read for a calendar. */
const ROWS = 1000;

/** A table of periods by day: what takes place when, from today on. */
export function Calendar({
  id,
  table,
  title,
}: {
  readonly id: string;
  readonly table: string;
  readonly title: string | undefined;
}) {
  const { data, error, isPending } = useQuery(tableQuery(id, table, { limit: ROWS, sort: 'start' }));
  const now = useNow(10_000);
  if (error) return <ProblemAlert error={error} />;
  if (isPending) return <Waiting />;
  const days = daysOf(data.rows, title, now);
  if (days.every(({ periods }) => periods.length === 0))
    return (
      <Text size="sm" c="dimmed" ta="center" py="md">
        Nothing is planned.
      </Text>
    );
  return (
    <Stack gap={0}>
      {days.map((day) => (
        <OneDay key={day.start} day={day} now={now} />
      ))}
      <Text size="xs" c="dimmed" mt="sm">
        Times are those of {Intl.DateTimeFormat().resolvedOptions().timeZone}.
        {data.total > data.rows.length && ` The first ${data.rows.length} of ${data.total} are shown.`}
      </Text>
    </Stack>
  );
}

function OneDay({ day: { start, periods }, now }: { readonly day: Day; readonly now: number }) {
  const name = dayText(start, now);
  const at = (now - start) / 86_400_000;
  return (
    <section className={css['day']} aria-label={name}>
      <Title order={3} fz="sm" className={css['name']}>
        {name}
      </Title>
      <div className={css['what']}>
        {periods.length > 0 && (
          <div className={css['track']} aria-hidden>
            {periods.map((period, index) => (
              <span
                key={index}
                className={css['block']}
                data-active={period.active}
                style={{ left: `${period.from * 100}%`, width: `${(period.to - period.from) * 100}%` }}
              />
            ))}
            {at >= 0 && at < 1 && <span className={css['now']} style={{ left: `${at * 100}%` }} />}
          </div>
        )}
        {periods.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing
          </Text>
        ) : (
          <ul className={css['list']}>
            {periods.map((period, index) => (
              <li key={index}>
                <Group gap="xs" wrap="nowrap" align="baseline">
                  <Text size="sm" className={`tabular ${css['time'] ?? ''}`}>
                    {period.text}
                  </Text>
                  <Text size="sm" className="break" fw={period.active ? 600 : 400}>
                    {period.title === '' ? 'without a title' : period.title}
                  </Text>
                  {period.active && (
                    <Badge size="sm" variant="light" color="teal" tt="none">
                      now
                    </Badge>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
