import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client';
import { confirmed } from '../frame/confirm';
import { tellDone, tellProblem } from '../frame/problem';

/** What is asked before something is taken away, and what is said then. */
export interface Removal {
  /** Below `/api`. */
  readonly path: string;
  /** The thing, as the question has it: `the token monitoring`. */
  readonly what: string;
  /** What comes of it. */
  readonly text: string;
}

/**
 * Takes things away after a question.
 * @param list - key of the query that has them.
 * @param problem - said when the manager refuses.
 */
export function useRemoval(list: string, problem: string): (removal: Removal) => Promise<void> {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ path }: Removal) => call('DELETE', path),
    onSuccess: (_, { what }) => tellDone(`Deleted ${what}.`),
    onError: (error) => tellProblem(problem, error),
    onSettled: () => client.invalidateQueries({ queryKey: [list] }),
  });
  return async (removal) => {
    const { what, text } = removal;
    if (await confirmed({ title: `Delete ${what}?`, text, confirm: 'Delete', danger: true })) mutate(removal);
  };
}
