import { Autocomplete } from '@mantine/core';
import { useState } from 'react';

/** The worker of a component: one of those that there are, or the name of one that is still to log in. */
export function WorkerField({
  worker,
  workers,
  problems,
  isWrong,
  onChange,
}: {
  readonly worker: string | undefined;
  readonly workers: readonly string[];
  readonly problems: readonly string[];
  /** The problems keep the flow from being applied. */
  readonly isWrong: boolean;
  readonly onChange: (worker: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const told = problems.join(' ');
  const settle = (name: string): void => {
    setTyped(undefined);
    if (name !== '' && name !== worker) onChange(name);
  };
  return (
    <Autocomplete
      label="Worker"
      data={[...new Set([...workers, ...(worker === undefined ? [] : [worker])])]}
      value={typed ?? worker ?? ''}
      // All of them, whatever stands in the field: it is there to be chosen from.
      filter={({ options }) => options}
      error={isWrong && told}
      description={isWrong || told === '' ? undefined : told}
      onChange={setTyped}
      onOptionSubmit={settle}
      onBlur={() => settle((typed ?? '').trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle((typed ?? '').trim());
      }}
    />
  );
}
