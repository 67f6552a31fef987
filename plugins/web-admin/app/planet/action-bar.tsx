import { ActionIcon, Button, Group, Menu, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { usePlanet } from '../api/live';
import { useMay } from '../api/session';
import type { ComponentState, WorkerState } from '../api/types';
import { counted } from '../frame/format';
import { Icon } from '../frame/icons';
import { errorWords } from '../frame/error-words';
import { tellDone, tellProblem } from '../frame/problem';
import { confirmed } from '../frame/confirm';
import { ask, AT_ONCE, eatersFirst, move, steer, suited, type Outcome, type Verb } from './steering';

const WORDS: Readonly<Record<Verb, { readonly label: string; readonly done: string }>> = {
  start: { label: 'Start', done: 'started' },
  stop: { label: 'Stop', done: 'stopped' },
  restart: { label: 'Restart', done: 'restarted' },
  delete: { label: 'Delete', done: 'deleted' },
};

function tell(outcome: Outcome, done: string): void {
  if (outcome.done > 0) tellDone(`${counted(outcome.done, 'component')} ${done}.`);
  for (const { id, error } of outcome.failed.slice(0, 3)) tellProblem(id, error);
  if (outcome.failed.length > 3) {
    const rest = outcome.failed.length - 3;
    tellProblem(`${counted(rest, 'component')} more`, new Error(errorWords(outcome.failed[3]?.error).text));
  }
}

/** What can be done with the chosen components. */
export function ActionBar({
  chosen,
  onClear,
}: {
  readonly chosen: readonly ComponentState[];
  /** Absent where there is no choice to be taken back, as on the page of one component. */
  readonly onClear?: () => void;
}) {
  const operator = useMay('operator');
  const [busy, setBusy] = useState<string>();
  const navigate = useNavigate();
  if (chosen.length === 0) return null;

  const run = async (
    name: string,
    done: string,
    ids: readonly string[],
    one: (id: string) => Promise<unknown>,
  ) => {
    setBusy(name);
    try {
      tell(await steer(ids, one, name === 'delete' ? 1 : AT_ONCE), done);
    } finally {
      setBusy(undefined);
    }
  };
  const press = async (verb: Verb): Promise<void> => {
    const these = (verb === 'delete' ? eatersFirst(chosen) : suited(verb, chosen)).map(({ id }) => id);
    if (verb !== 'start' && !(await confirmed(question(verb, these)))) return;
    await run(verb, WORDS[verb].done, these, (id) => ask(verb, id));
    if (verb === 'delete') onClear?.();
    if (verb === 'delete' && !onClear) void navigate('/');
  };
  const button = (verb: 'start' | 'stop' | 'restart') => (
    <Button
      key={verb}
      size="compact-md"
      variant="light"
      color={verb === 'start' ? 'green' : verb === 'stop' ? 'red' : 'indigo'}
      leftSection={<Icon name={verb} size={16} />}
      disabled={suited(verb, chosen).length === 0 || (busy !== undefined && busy !== verb)}
      loading={busy === verb}
      onClick={() => void press(verb)}
    >
      {WORDS[verb].label}
    </Button>
  );
  const [only] = chosen;
  return (
    <Paper
      withBorder={onClear !== undefined}
      p={onClear ? 'xs' : 0}
      bg={onClear ? undefined : 'transparent'}
      role="toolbar"
      aria-label="What to do with the chosen components"
    >
      <Group gap="xs">
        {onClear && (
          <>
            <ActionIcon variant="subtle" color="gray" onClick={onClear} aria-label="Choose none">
              <Icon name="close" size={16} />
            </ActionIcon>
            <Text size="sm" fw={600} mr="xs" aria-live="polite">
              {chosen.length === 1 ? (only?.label ?? only?.name) : `${chosen.length} chosen`}
            </Text>
          </>
        )}
        {onClear && chosen.length === 1 && only && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<Icon name="eye" size={16} />}
            onClick={() => void navigate(`/components${only.id}`)}
          >
            Open
          </Button>
        )}
        {operator && (['start', 'stop', 'restart'] as const).map(button)}
        <AdminActions chosen={chosen} busy={busy} onDelete={() => void press('delete')} onMove={run} />
      </Group>
    </Paper>
  );
}

function namesOf(ids: readonly string[]): string {
  return ids.slice(0, 8).join(', ') + (ids.length > 8 ? ` and ${ids.length - 8} more` : '');
}

function moveQuestion(
  { name: worker, online }: WorkerState,
  ids: readonly string[],
): Parameters<typeof confirmed>[0] {
  const away = online ? '' : ` ${worker} is not logged in now: nothing runs there until it is.`;
  return {
    title: `Move ${counted(ids.length, 'component')} to ${worker}?`,
    text: `${namesOf(ids)}. Their jobs end and begin anew there; what they feed waits meanwhile. Listeners of a stream that is moved are let go.${away}`,
    confirm: 'Move',
  };
}

function question(verb: Verb, ids: readonly string[]): Parameters<typeof confirmed>[0] {
  const what = {
    stop: 'What they feed goes hungry, and listeners of a stream are let go. They stay stopped until somebody starts them.',
    restart: 'Their jobs end and begin anew; what they feed waits meanwhile.',
    delete: 'They are stopped and taken out of the planet and its file.',
    start: '',
  }[verb];
  return {
    title: `${WORDS[verb].label} ${counted(ids.length, 'component')}?`,
    text: `${namesOf(ids)}. ${what}`,
    confirm: WORDS[verb].label,
    danger: verb !== 'restart',
  };
}

function AdminActions({
  chosen,
  busy,
  onDelete,
  onMove,
}: {
  readonly chosen: readonly ComponentState[];
  readonly busy: string | undefined;
  readonly onDelete: () => void;
  readonly onMove: (
    name: string,
    done: string,
    ids: readonly string[],
    one: (id: string) => Promise<unknown>,
  ) => Promise<void>;
}) {
  const admin = useMay('admin');
  const planet = usePlanet();
  if (!admin) return null;
  const workers = Object.values(planet?.workers ?? {});
  const elsewhere = workers.filter(({ name }) => chosen.some(({ worker }) => worker !== name));
  const moveTo = async (worker: WorkerState): Promise<void> => {
    const { name, online } = worker;
    const those = chosen.filter(({ worker }) => worker !== name);
    const ids = those.map(({ id }) => id);
    const isAsked = !online || suited('stop', those).length > 0;
    if (isAsked && !(await confirmed(moveQuestion(worker, ids)))) return;
    await onMove('move', `moved to ${name}`, ids, (id) => move(id, name));
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="compact-md"
            variant="default"
            leftSection={<Icon name="move" size={16} />}
            disabled={elsewhere.length === 0 || busy !== undefined}
            loading={busy === 'move'}
          >
            Move
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>To the worker</Menu.Label>
          {elsewhere.map((worker) => (
            <Menu.Item
              key={worker.name}
              rightSection={worker.online ? undefined : <Text size="xs">away</Text>}
              onClick={() => void moveTo(worker)}
            >
              {worker.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="compact-md"
        variant="default"
        leftSection={<Icon name="delete" size={16} />}
        disabled={busy !== undefined}
        loading={busy === 'delete'}
        onClick={onDelete}
      >
        Delete
      </Button>
    </>
  );
}
