import { canonicalFeed } from '../model/graph';
import { fullFeedId } from '../model/planet';
import { offersIn } from './plan/feeds';
import { masterOf } from './plan/plan';
import { sameFeed } from './records';
import type { ClockRecord, FeedRecord } from './plan/types';
import type { Planet, PlanetComponent } from './planet';
import type { WorkerSession } from './worker-session';

/**
 * What running jobs tell of their feeders: the TCP ports they have opened, and the secrets of feeds that the manager
 * knows nothing of any more. A worker is believed only about components that the planet gives to it.
 * @param only one component (full id); all of the worker's when left out.
 * @returns `records` itself where nothing is to be learnt, as nearly always: jobs speak each second.
 */
export function learnFeeds(
  planet: Planet,
  session: WorkerSession,
  records: ReadonlyMap<string, FeedRecord>,
  only?: string,
): ReadonlyMap<string, FeedRecord> {
  const one = only === undefined ? undefined : session.jobs.get(only);
  const jobs = only === undefined ? session.jobs : one ? [[only, one] as const] : [];
  const learnt = new Map<string, FeedRecord>();
  for (const [id, { spec, state }] of jobs) {
    if (!isOn(planet.find(id), session)) continue;
    for (const { feeder, feed, secret, encrypted, tls, port: asked } of spec.feeders) {
      if (!feed.startsWith(`${id}:`)) continue;
      const known = records.get(feed);
      const record: FeedRecord = known ?? { secret };
      const opened = state?.feeders.find((one) => one.feeder === feeder)?.port;
      const port = opened ?? (asked === 0 ? undefined : asked);
      const isEncrypted = encrypted === true || tls !== undefined || record.encrypted === true;
      const facts = { worker: session.facts.name, ...(isEncrypted ? { encrypted: true } : {}) };
      const told = port === undefined ? record : { secret: record.secret, port, ...facts };
      if (!known || !sameFeed(known, told)) learnt.set(feed, told);
    }
  }
  return learnt.size === 0 ? records : new Map([...records, ...learnt]);
}

/** Clocks of flows that the manager knows nothing of any more, as the jobs on the clock's machine follow them. */
export function learnClock(
  planet: Planet,
  session: WorkerSession,
  records: ReadonlyMap<string, ClockRecord>,
): readonly { readonly flow: string; readonly record: ClockRecord }[] {
  return planet.flows().flatMap((flow) => {
    if (records.has(flow) || !masterOf(planet, flow)) return [];
    for (const component of planet.inFlow(flow)) {
      const clock = session.jobs.get(component.id)?.spec.clock;
      if (!clock || clock.provider || !isOn(component, session)) continue;
      return [{ flow, record: { machine: session.facts.machine, baseTime: clock.baseTime } }];
    }
    return [];
  });
}

/** Who serves the feeds that several components offer, by what a worker's running jobs eat. */
export function servedTo(planet: Planet, session: WorkerSession): ReadonlyMap<string, string> {
  const served = new Map<string, string>();
  for (const flow of planet.flows()) {
    const offered = offersIn(planet, flow);
    for (const component of planet.inFlow(flow)) {
      for (const { wants, source } of session.jobs.get(component.id)?.spec.eaters ?? []) {
        const feed = wants.slice(fullFeedId(flow, '').length);
        if (!source || (offered.get(canonicalFeed(feed))?.length ?? 0) < 2) continue;
        served.set(wants, source.feed.slice(0, source.feed.lastIndexOf(':')));
      }
    }
  }
  return served;
}

function isOn(component: PlanetComponent | undefined, session: WorkerSession): boolean {
  return component?.config.worker === session.facts.name;
}
