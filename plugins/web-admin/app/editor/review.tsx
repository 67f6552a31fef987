import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { valueText } from '../forms/property-rules';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import { lineDifference } from './line-difference';
import type { Verdict } from './queries';
import css from './editor.module.css';

/** What will change, before it does. */
export function Review({
  verdict,
  error,
  isBusy,
  onApply,
  onClose,
}: {
  readonly verdict: Verdict;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onApply: () => void;
  readonly onClose: () => void;
}) {
  const { difference, problems, before, xml } = verdict;
  const { added, removed, restarted, changed } = difference;
  const lines = [
    ...added.map((id) => `${id} is new`),
    ...removed.map((id) => `${id} goes`),
    ...restarted.map(({ id, because }) => `${id} is started afresh: ${because}`),
    ...changed.map(
      ({ id, property, from, to, live }) =>
        `${id}: ${property} ${valueText(from)} → ${valueText(to)}${live ? ', at once' : ''}`,
    ),
  ];
  const isRefused = problems.some(({ level }) => level === 'error');
  return (
    <Modal opened onClose={onClose} title="What will change" size="xl">
      <Stack gap="md">
        {problems.length > 0 && (
          <Alert color={isRefused ? 'red' : 'yellow'} icon={<Icon name="warning" />}>
            <List size="sm">
              {problems.map(({ text, line }) => (
                <List.Item key={text}>{line === undefined ? text : `line ${line}: ${text}`}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        {lines.length > 0 ? (
          <List size="sm">
            {lines.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        ) : (
          <Text size="sm">{isRefused ? 'It cannot be so.' : 'Nothing that runs changes.'}</Text>
        )}
        <pre className={css['diff']} tabIndex={0} aria-label="The file, before and after">
          {lineDifference(before, xml).map(({ kind, text }, at) => (
            <div key={at} data-kind={kind}>
              {`${kind === 'added' ? '+' : kind === 'removed' ? '-' : ' '} ${text}`}
            </div>
          ))}
        </pre>
        {error !== null && error !== undefined && <ProblemAlert title="It was not changed" error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Go on editing
          </Button>
          <Button disabled={isRefused} loading={isBusy} onClick={onApply}>
            Apply
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
