import type { Judgement, PlugBase } from '@flumotion/core/plugin';
import { headerField, verdictOf } from './answer';
import { Line } from './ask';
import type { Properties } from './declaration';
import { comes, leaves } from './form';

/** Id of the message about a URL that does not answer. */
const AWAY = 'url-away';

/** Id of the message about a URL that is not told who has left. */
const REMOVE_AWAY = 'remove-url-away';

interface Work {
  readonly line: Line;
  /** Told who has left. */
  readonly farewells: Line | undefined;
  away: boolean;
}

const works = new WeakMap<object, Work>();

/** Requests at work go on over the connections from before, which close by themselves when they are idle. */
function begin(context: PlugBase<Properties>): void {
  const { properties } = context;
  const remove = properties['remove-url'];
  works.set(context, {
    line: new Line(properties),
    farewells: remove === undefined ? undefined : new Line(properties, remove),
    away: works.get(context)?.away ?? false,
  });
}

/** Judges by asking a URL. What both the bouncer and the plug do. */
export const judge: Judgement<Properties> = {
  check({ url, 'remove-url': remove, username, password, 'allow-header': allow, 'timelimit-header': limit }) {
    for (const [name, value] of Object.entries({ url, 'remove-url': remove })) {
      if (value === undefined) continue;
      if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
        return `${name} ${JSON.stringify(value)} is no URL; expected one such as https://members.example/listener`;
      if (new URL(value).username !== '')
        return `${name} has a name in it, which would be shown; give username and password`;
    }
    if (password !== undefined && username === undefined) return 'password needs a username';
    if (!headerField(allow)) return `allow-header ${JSON.stringify(allow)} is none, as icecast-auth-user: 1`;
    if (headerField(limit)?.value !== undefined || !headerField(limit))
      return `timelimit-header ${JSON.stringify(limit)} is no name of a header field`;
    return undefined;
  },

  start: begin,
  changed: begin,

  stop(context) {
    works.get(context)?.line.close();
    works.get(context)?.farewells?.close();
  },

  async authenticate(context, keycard) {
    const work = works.get(context);
    if (!work) throw new Error('the url-bouncer has not started');
    const { properties } = context;
    try {
      const { status, headers } = await work.line.post(comes(keycard, properties));
      const verdict = verdictOf(status, headers, properties);
      context.count(verdict.admitted ? 'admitted' : 'refused');
      if (work.away) context.clear(AWAY);
      work.away = false;
      return verdict;
    } catch (error) {
      context.count('failed');
      const text = `${properties.url} cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
      if (!work.away) {
        const advice = 'allow-default of the component that asks decides meanwhile';
        context.message({ level: 'warning', id: AWAY, text, advice });
      }
      work.away = true;
      throw new Error(text, { cause: error });
    }
  },

  async left(context, keycard, seconds) {
    const farewells = works.get(context)?.farewells;
    if (!farewells) return;
    try {
      await farewells.post(leaves(keycard, seconds, context.properties));
      context.clear(REMOVE_AWAY);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const text = `${context.properties['remove-url'] ?? ''} was not told who has left: ${why}`;
      context.message({ level: 'warning', id: REMOVE_AWAY, text });
    }
  },
};
