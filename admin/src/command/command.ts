import type { Command } from 'commander';
import { createCommand } from '@flumotion/core/cli';
import { withConnection } from '../connect/options';
import { callVerbs } from './call';
import { componentVerbs } from './component-verbs';
import { flowVerbs } from './flow-verbs';
import { logsVerb } from './logs';
import { managerVerbs } from './manager-verbs';
import { planetVerbs } from './planet-verbs';
import type { VerbTerminal } from './session';
import { watchVerb } from './watch';
import { workerVerbs } from './worker-verbs';

const EXAMPLES = [
  {
    command: 'flumotion-command -T tcp -m user:test@localhost planet show',
    does: 'all components of the sample planet, with their moods',
  },
  {
    command: 'flumotion-command component -i /default/producer-video restart --wait 30',
    does: 'starts one afresh, and fails when it is not happy within 30 s',
  },
  {
    command: "flumotion-command component -i overlay-video property set text 'On air'",
    does: 'changes a property while it runs',
  },
  {
    command: 'flumotion-command --json component detailedlist',
    does: 'the same for programs',
  },
  {
    command: 'flumotion-command component -i http-streamer table listeners --sort lag --reverse --limit 10',
    does: 'the ten listeners that are furthest behind',
  },
  {
    command: 'flumotion-command logs http-streamer --follow',
    does: 'the lines that a component logs, as they are written',
  },
  {
    command: 'flumotion-command call startComponent flow=default name=producer-video',
    does: 'any operation of the API; "flumotion-command operations" lists them',
  },
];

/** The command flumotion-command. */
export function flumotionCommand(terminal: VerbTerminal = process): Command {
  const root = createCommand({
    name: 'flumotion-command',
    summary:
      'Does from a shell or a script what can be done over the API of a manager. Prints tables, or JSON with --json; the exit status tells whether it was done.',
    examples: EXAMPLES,
  });
  withConnection(root).option('--json', 'print JSON, for programs');
  for (const add of [
    planetVerbs,
    componentVerbs,
    flowVerbs,
    workerVerbs,
    managerVerbs,
    watchVerb,
    logsVerb,
    callVerbs,
  ])
    add(root, terminal);
  return root;
}
