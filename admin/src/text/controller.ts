import { setTimeout as pause } from 'node:timers/promises';
import { errorText, type ComponentState, type LoadedPlanet, type PlanetState } from '@flumotion/core/cli';
import type { ManagerClient } from '../client/client';
import { hearEvents, type EventListener, type PlanetEvent } from '../client/events';
import { componentPath } from '../client/paths';
import { withEvent } from '../client/planet-events';
import { namedValues } from '../client/values';
import { keysOf, react, type Key } from './keys';
import { draw, pageSize, type Line, type Size } from './screen';
import { firstView, type Order, type View } from './view';

/** Milliseconds between two looks at the planet while its events are not heard. */
const POLL = 1000;
/** Milliseconds before it is tried again to hear events where that was refused. */
const AGAIN = 10_000;
/** Milliseconds for which events are gathered before they are shown. */
const GATHER = 50;

/** Keeps what is shown up to date, by the manager's events or by asking, and has the manager do what the keys say. */
export class Controller {
  private view: View;
  private timer: NodeJS.Timeout | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private gathered: PlanetEvent[] = [];
  private listening = false;
  private readonly ended = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly listener: EventListener = {
    hear: (event) => {
      this.take(event);
    },
    lost: () => {
      this.listening = false;
      if (this.ended.signal.aborted) return;
      // Why the manager is not there is said best by asking it.
      void this.poll();
    },
  };

  /** @param quit called when the person wants to leave. */
  constructor(
    private readonly client: ManagerClient,
    private readonly quit: () => void,
  ) {
    this.view = firstView(client.place);
  }

  /** What is shown now. */
  get current(): View {
    return this.view;
  }

  /** Has `listener` called whenever what is shown has changed. @returns ends that. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Follows the planet until `stop`. */
  start(): void {
    void this.poll();
    void this.listen();
  }

  /** Ends the following. */
  stop(): void {
    this.ended.abort();
    clearTimeout(this.timer);
    clearTimeout(this.gathering);
  }

  /** The lines of the screen. */
  lines(size: Size): readonly Line[] {
    return draw(this.view, size);
  }

  /** Takes a key. */
  press(key: Key, size: Size): void {
    const { view, order, quit } = react(this.view, key, pageSize(this.view, size));
    this.set(view);
    if (quit === true) this.quit();
    if (order) void this.obey(order);
  }

  /** Takes characters that came at once. A question is not answered by what came together with it. */
  type(text: string, size: Size): void {
    for (const key of keysOf(text)) {
      this.press(key, size);
      if (this.view.prompt?.kind === 'confirm') return;
    }
  }

  /** Asks for the planet once. */
  async refresh(): Promise<void> {
    try {
      const planet = await this.client.get<PlanetState>('/api/planet');
      // What was told meanwhile is newer.
      if (this.listening) return;
      const { trouble: _, ...rest } = this.view;
      this.set({ ...rest, planet });
    } catch (error) {
      if (this.listening) return;
      // What was known last stays on the screen.
      this.set({ ...this.view, trouble: errorText(error) });
    }
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    await this.refresh();
    clearTimeout(this.timer);
    if (!this.listening && !this.ended.signal.aborted) this.timer = setTimeout(() => void this.poll(), POLL);
  }

  private async listen(): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      // Refused, as by something between that knows no WebSockets: meanwhile the planet is asked for.
      await hearEvents(this.client, ['figures'], this.listener, signal).catch(() => undefined);
      await pause(AGAIN, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private take(event: PlanetEvent): void {
    this.listening = true;
    clearTimeout(this.timer);
    this.gathered.push(event);
    this.gathering ??= setTimeout(() => {
      this.show();
    }, GATHER);
  }

  /** Shows what was told since it was shown last. */
  private show(): void {
    this.gathering = undefined;
    const events = this.gathered.splice(0);
    const { trouble: _, planet, ...rest } = this.view;
    const now = events.reduce<PlanetState | undefined>(
      (before, event) =>
        before ? withEvent(before, event) : event.type === 'snapshot' ? (event.data as PlanetState) : before,
      planet,
    );
    this.set({ ...rest, ...(now && { planet: now }) });
  }

  private async obey(order: Order): Promise<void> {
    try {
      this.say(await this.done(order), false);
    } catch (error) {
      this.say(errorText(error), true);
    }
    if (!this.listening) await this.refresh();
  }

  /** Has an order done. @returns what to say of it. */
  private async done(order: Order): Promise<string> {
    const { client } = this;
    switch (order.verb) {
      case 'reload': {
        const { warnings } = (await client.ask('POST', '/api/planet/reload')).value as LoadedPlanet;
        return ['the planet files were read again', ...warnings].join('; ');
      }
      case 'action': {
        const body = namedValues(order.words, undefined, order.action);
        const path = `${componentPath(order.id)}/actions/${encodeURIComponent(order.action)}`;
        return `${order.action}: ${JSON.stringify((await client.ask('POST', path, { body })).value ?? 'done')}`;
      }
      default: {
        // One after the other, in the order of the planet: hundreds at once help nobody.
        const states: ComponentState[] = [];
        for (const id of order.ids)
          states.push(
            (await client.ask('POST', `${componentPath(id)}/${order.verb}`)).value as ComponentState,
          );
        const [only] = states;
        return states.length === 1 && only
          ? `${order.verb} ${only.id}`
          : `${order.verb} ${states.length} components`;
      }
    }
  }

  private say(text: string, bad: boolean): void {
    this.set({ ...this.view, said: { text, bad } });
  }

  private set(view: View): void {
    this.view = view;
    for (const listener of this.listeners) listener();
  }
}
