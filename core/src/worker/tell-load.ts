import type { Connection } from '../rpc/connection';
import { loadChanged } from '../rpc/machine-load';
import { LoadMeter } from './load-meter';

/** Milliseconds between two words about the machine, as between two heartbeats. */
const PACE = 5_000;

/** Tells a manager how busy this machine is: now, and again and again until the connection is closed. */
export function tellLoad(
  connection: Pick<Connection, 'notify' | 'closed'>,
  meter = new LoadMeter(),
  pace = PACE,
): void {
  const tell = (): void => {
    connection.notify(loadChanged, { load: meter.read() });
  };
  tell();
  const timer = setInterval(tell, pace);
  timer.unref();
  void connection.closed.then(() => {
    clearInterval(timer);
  });
}
