import type { z } from 'zod';
import type { ErrorCode } from '../../errors';
import { operation, type Operation, type OperationSpec } from './operation';
import type { Services } from './services';

const VERBS = ['start', 'stop', 'restart'] as const;

/** What can be asked of everything that runs. */
export type Verb = (typeof VERBS)[number];

type Spec<P extends z.ZodType> = OperationSpec<P, z.ZodUndefined, z.ZodUndefined>;

/** Something that is started, stopped and restarted. */
export interface Steered<P extends z.ZodType> extends Pick<
  Spec<P>,
  'path' | 'tag' | 'description' | 'answer'
> {
  /** Names the operations, as `startComponent`, and what the log of changes calls them, as `componentStart`. */
  readonly kind: 'component' | 'flow';
  readonly params: P;
  readonly summaries: Readonly<Record<Verb, string>>;
  readonly errors: readonly ErrorCode[];
  /** What the log of changes names as given. */
  named(params: z.output<P>): string;
  /** For the log of changes: what is changed, as it is. */
  state?(params: z.output<P>, services: Services): unknown;
  run(verb: Verb, params: z.output<P>, services: Services): unknown;
}

/** The operations that start, stop and restart something. They answer at once. */
export function steeringOperations<P extends z.ZodType>(steered: Steered<P>): readonly Operation[] {
  const { kind, path, tag, params, summaries, description, answer, errors } = steered;
  return VERBS.map((verb) =>
    operation<P>({
      id: `${verb}${capital(kind)}`,
      method: 'post',
      path: `${path}/${verb}`,
      role: 'operator',
      summary: summaries[verb],
      ...{ tag, params, errors },
      ...(description !== undefined && { description }),
      ...(answer !== undefined && { answer }),
      audit: {
        method: `${kind}${capital(verb)}`,
        args: (asked) => [steered.named(asked.params)],
        state: (asked, services) => steered.state?.(asked.params, services),
      },
      run: (asked, services) => steered.run(verb, asked.params, services),
    }),
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
