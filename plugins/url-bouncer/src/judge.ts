import type { Judgement, PlugBase } from '@flumotion/core/plugin';
import { headerField, verdictOf } from './answer';
import { Line } from './ask';
import type { Properties } from './declaration';
import { listenerAdd } from './form';

/** Id of the message about a URL that does not answer. */
const AWAY = 'url-away';

interface Work {
  readonly line: Line;
  away: boolean;
}

const works = new WeakMap<object, Work>();

/** Requests at work go on over the connections from before, which close by themselves when they are idle. */
function begin(context: PlugBase<Properties>): void {
  works.set(context, { line: new Line(context.properties), away: works.get(context)?.away ?? false });
}

/** Judges by asking a URL. What both the bouncer and the plug do. */
export const judge: Judgement<Properties> = {
  check({ url, username, password, 'allow-header': allow, 'timelimit-header': limit }) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      return `url ${JSON.stringify(url)} is no URL; expected one such as https://members.example/listener`;
    if (new URL(url).username !== '')
      return 'url has a name in it, which would be shown; give username and password';
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
  },

  async authenticate(context, keycard) {
    const work = works.get(context);
    if (!work) throw new Error('the url-bouncer has not started');
    const { properties } = context;
    try {
      const { status, headers } = await work.line.post(listenerAdd(keycard, properties));
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
};
