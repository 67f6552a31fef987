import { Button, Group, Slider, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../frame/icons';
import { ProblemAlert } from '../frame/problem';
import { Listening, type Listened } from './listening';

/** What listening to a feed is, and what begins and ends it. */
export interface Ear {
  readonly state: Listened;
  readonly listens: boolean;
  readonly toggle: () => void;
  readonly setVolume: (share: number) => void;
}

/** Somebody who can listen to a feed; who leaves the page listens no more. */
export function useEar(path: string): Ear {
  const [state, setState] = useState<Listened>({ phase: 'off' });
  const listening = useRef<Listening>(undefined);
  const end = (): void => {
    listening.current?.stop();
    listening.current = undefined;
  };
  useEffect(() => end, [path]);
  const listens = state.phase === 'waiting' || state.phase === 'heard';
  return {
    state,
    listens,
    toggle: () => {
      end();
      if (listens) setState({ phase: 'off' });
      else listening.current = new Listening(path, setState);
    },
    setVolume: (share) => listening.current?.setVolume(share),
  };
}

/** Begins and ends listening. */
export function ListenButton({ ear }: { readonly ear: Ear }) {
  return (
    <Button
      size="compact-sm"
      variant={ear.listens ? 'filled' : 'light'}
      leftSection={<Icon name={ear.listens ? 'stop' : 'sound'} size={14} />}
      aria-pressed={ear.listens}
      onClick={ear.toggle}
    >
      {ear.listens ? 'Stop listening' : 'Listen'}
    </Button>
  );
}

/** How it stands with what is heard, and how loud it is to be. */
export function Listened({ ear: { state, listens, setVolume } }: { readonly ear: Ear }) {
  if (state.phase === 'failed') return <ProblemAlert error={state.error} />;
  if (state.phase === 'over')
    return <Text size="sm">You have listened for ten minutes. Press Listen to go on.</Text>;
  if (!listens) return null;
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" role="status" style={{ flex: 'none' }}>
        {state.phase === 'heard' ? 'You hear it' : 'The sound comes …'}
      </Text>
      <Slider
        style={{ flex: 1 }}
        size="sm"
        defaultValue={100}
        label={(value) => `${value} %`}
        thumbLabel="Volume of what you hear"
        onChange={(value) => setVolume(value / 100)}
      />
    </Group>
  );
}
