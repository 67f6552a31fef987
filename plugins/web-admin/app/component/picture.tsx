import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ProblemAlert } from '../frame/problem';
import { follow, laterAgain, mayComeBack, seen } from './follow';

/** What a feed shows now, several pictures a second; it rests while nobody can see the page. */
export function Picture({ path, id }: { readonly path: string; readonly id: string }) {
  const [shown, setShown] = useState<{ readonly url?: string; readonly error?: unknown }>({});
  useEffect(() => {
    const leave = new AbortController();
    const { signal } = leave;
    let last: string | undefined;
    const show = (picture?: Blob, error?: unknown): void => {
      if (signal.aborted) return;
      if (last !== undefined) URL.revokeObjectURL(last);
      last = picture && URL.createObjectURL(picture);
      setShown(last === undefined ? { error } : { url: last });
    };
    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        try {
          for await (const picture of follow(`${path}/picture`, signal)) {
            show(picture);
            await seen(signal);
          }
        } catch (error) {
          show(undefined, error);
          if (!mayComeBack(error)) return;
          await laterAgain(signal);
        }
      }
    };
    void run();
    return () => {
      leave.abort();
      if (last !== undefined) URL.revokeObjectURL(last);
    };
  }, [path]);
  if (shown.error !== undefined) return <ProblemAlert error={shown.error} />;
  if (shown.url === undefined) return <Text size="sm">The picture comes …</Text>;
  return (
    <img
      src={shown.url}
      alt={`What ${id} feeds now`}
      style={{ width: '100%', borderRadius: 6, display: 'block' }}
    />
  );
}
