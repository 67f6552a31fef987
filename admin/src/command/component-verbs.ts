import { type Command, Option } from 'commander';
import { FlumotionError, type ComponentState, type PlanetState } from '@flumotion/core/cli';
import { componentPath, componentsOf } from '../client/paths';
import { seconds } from '../connect/options';
import { wanted, type ComponentOptions } from './component-options';
import { componentTable, componentText, messageLines, stateKeys, stateOf } from './component-rows';
import { invokeAction } from './invoke';
import { offerVerbs } from './offer-verbs';
import { setProperty } from './set-property';
import { cellText, tableText } from './show';
import { verb, type Session, type VerbTerminal } from './session';
import { tellWarnings } from './warnings';
import { downstream, upstream } from './streams';
import { waitForMood } from './wait';

type Work = Session<ComponentOptions>;

/** Adds `component` and its verbs. */
export function componentVerbs(root: Command, terminal: VerbTerminal): void {
  const component = root
    .command('component')
    .description('shows and steers components')
    .option('-i, --id <component>', 'the component, as /flow/name; its name alone where only one has it');
  const extra = new Option(
    '-e, --extra <keys>',
    'further columns: figures, properties, cpu, memory, pid, …',
  ).argParser((text: string) => text.split(',').filter((key) => key !== ''));
  const wait = new Option(
    '--wait <seconds>',
    'wait until it is done, and fail when it is not by then',
  ).argParser(seconds);

  component
    .command('list')
    .description('ids of all components, one a line')
    .action(verb<ComponentOptions>(terminal, async (session) => listIds(session)));
  component
    .command('detailedlist')
    .description('all components with type, worker and mood')
    .addOption(extra)
    .action(verb<ComponentOptions>(terminal, async (session) => list(session, (all) => all)));
  component
    .command('upstreamlist')
    .description('what feeds a component, directly and indirectly')
    .addOption(extra)
    .action(verb<ComponentOptions>(terminal, async (session) => listAround(session, upstream)));
  component
    .command('downstreamlist')
    .description('what a component feeds, directly and indirectly')
    .addOption(extra)
    .action(verb<ComponentOptions>(terminal, async (session) => listAround(session, downstream)));
  component
    .command('show')
    .description('all that is known of a component')
    .action(
      verb<ComponentOptions>(terminal, async (session) => {
        const state = await stateNow(session);
        session.show(state, () => componentText(state));
      }),
    );
  component
    .command('mood')
    .description('its mood')
    .action(
      verb<ComponentOptions>(terminal, async (session) => {
        const { id, mood, reason } = await stateNow(session);
        session.show({ id, mood, reason }, () => `${mood}\n`);
      }),
    );
  component
    .command('messages')
    .description('its messages')
    .action(
      verb<ComponentOptions>(terminal, async (session) => {
        const { messages } = await stateNow(session);
        session.show(messages, () => messageLines(messages));
      }),
    );
  for (const [name, description] of [
    ['start', 'has it run, and forgets earlier failures'],
    ['stop', 'has it stopped, also after restarts of anything'],
    ['restart', 'has its job started afresh'],
  ] as const) {
    component
      .command(name)
      .description(description)
      .addOption(wait)
      .action(verb<ComponentOptions>(terminal, async (session) => steer(session, name)));
  }
  component
    .command('delete')
    .description('takes it out of its flow')
    .action(verb<ComponentOptions>(terminal, async (session) => remove(session)));
  component
    .command('move')
    .description('has another worker run it')
    .argument('<worker>', 'name of the worker')
    .action(
      verb<ComponentOptions>(terminal, async (session, worker) => {
        const id = await wanted(session);
        const { value } = await session.client.ask('POST', `${componentPath(id)}/move`, { body: { worker } });
        tellWarnings(value, session.tell);
        await told(session, id);
      }),
    );
  propertyVerbs(component, terminal);
  component
    .command('invoke')
    .description('has it carry out an action, named as the action or as the method was in Flumotion 0.10')
    .argument('<method>', 'as eject-listener, or ejectListener')
    .argument(
      '[spec]',
      'form of the arguments: i whole number, s text, b truth value, F file, N nothing, ( ) [ ] { }',
    )
    .argument('[words...]', 'the arguments, in the order of the parameters')
    .option('-r, --raw', 'print what it answers as JSON')
    .action(
      verb<ComponentOptions>(terminal, async (session, method = '', spec?: string, ...words: string[]) => {
        await invokeAction(session, await wanted(session), method, spec, words);
      }),
    );
  offerVerbs(component, terminal);
}

function propertyVerbs(component: Command, terminal: VerbTerminal): void {
  const property = component
    .command('property')
    .description('what is known of it, by name: figures, properties, state');
  property
    .command('list')
    .description('the names, one a line')
    .action(
      verb<ComponentOptions>(terminal, async (session) => {
        const keys = stateKeys(await stateNow(session));
        session.show(keys, () => keys.map((key) => `${cellText(key)}\n`).join(''));
      }),
    );
  property
    .command('get')
    .description('one of them')
    .argument('<key>')
    .action(
      verb<ComponentOptions>(terminal, async (session, key = '') => {
        const state = await stateNow(session);
        const value = stateOf(state, key);
        if (value === undefined)
          throw FlumotionError.of('property-unknown', {
            type: state.id,
            property: `${JSON.stringify(key)} that is known now`,
            advice: '; see property list',
          });
        session.show(value, () => `${cellText(value)}\n`);
      }),
    );
  property
    .command('set')
    .description('changes a property that may change while it runs; null takes the given value away')
    .argument('<key>', 'its name')
    .argument('<value>', 'the value: text, number, true, false, 25/1 or JSON')
    .option('--plug <plug>', 'of a plug of the component: its type, or its place counted from 0')
    .action(
      verb<ComponentOptions>(terminal, async (session, key = '', value = '') => {
        const state = await setProperty(session, await wanted(session), key, value);
        session.show(state, () => '');
      }),
    );
}

async function stateNow(session: Work): Promise<ComponentState> {
  return session.client.get<ComponentState>(componentPath(await wanted(session)));
}

async function listIds(session: Work): Promise<void> {
  const ids = componentsOf(await session.client.get<PlanetState>('/api/planet')).map(({ id }) => id);
  session.show(ids, () => ids.map((id) => `${cellText(id)}\n`).join(''));
}

async function list(
  session: Work,
  choose: (all: readonly ComponentState[]) => readonly ComponentState[],
): Promise<void> {
  const chosen = choose(componentsOf(await session.client.get<PlanetState>('/api/planet')));
  session.show(chosen, () => componentTable(chosen, session.options.extra));
}

async function listAround(
  session: Work,
  choose: (all: readonly ComponentState[], id: string) => readonly ComponentState[],
): Promise<void> {
  const id = await wanted(session);
  // An unknown one is an error, not an empty list.
  await session.client.get(componentPath(id));
  await list(session, (all) => choose(all, id));
}

async function steer(session: Work, action: 'start' | 'stop' | 'restart'): Promise<void> {
  const { client, options } = session;
  const id = await wanted(session);
  const { started } = await client.get<ComponentState>(componentPath(id));
  await client.ask('POST', `${componentPath(id)}/${action}`);
  if (options.wait !== undefined) {
    // What was restarted is happy once more only when its job is another one.
    const done = action === 'restart' ? (state: ComponentState) => state.started !== started : () => true;
    await waitForMood(client, id, action === 'stop' ? 'sleeping' : 'happy', options.wait, done);
  }
  await told(session, id);
}

/** Says how a component is now. */
async function told(session: Work, id: string): Promise<void> {
  const state = await session.client.get<ComponentState>(componentPath(id));
  session.show(state, () => componentTable([state]));
}

async function remove(session: Work): Promise<void> {
  const id = await wanted(session);
  const path = `${componentPath(id)}/config`;
  const { etag } = await session.client.ask('GET', path);
  await session.client.ask('DELETE', path, { headers: etag === undefined ? {} : { 'If-Match': etag } });
  session.show({ deleted: id }, () => tableText(['deleted'], [[id]]));
}
