import type { CpuInfo } from 'node:os';
import { LoadMeter, type Machine } from '../../core/src/worker/load-meter';
import { tellLoad } from '../../core/src/worker/tell-load';
import { machineLoad, type MachineLoad } from '../../core/src/rpc/machine-load';
import { waitUntil } from '../support/wait-until';

function core(busy: number, idle: number): CpuInfo {
  return { model: '', speed: 0, times: { user: busy / 2, nice: 0, sys: busy / 2, irq: 0, idle } };
}

/** A machine whose processors have spent so much time. */
function machine(cores: () => CpuInfo[]): Machine {
  return {
    cpus: cores,
    loadavg: () => [1.236, 0.5, 0.25],
    totalmem: () => 8_000,
    freemem: () => 5_000,
    uptime: () => 77.9,
  };
}

test('the processors are measured between readings, the rest is as it is', () => {
  let cores = [core(1_000, 9_000), core(1_000, 9_000)];
  const meter = new LoadMeter(machine(() => cores));
  const rest = { cores: 2, averages: [1.24, 0.5, 0.25], memory: { used: 3_000, total: 8_000 }, uptime: 77 };
  expect(meter.read()).toEqual(rest);
  cores = [core(4_000, 11_000), core(2_000, 13_000)];
  expect(meter.read()).toEqual({ ...rest, cpu: 0.4 });
  // Too soon after the last reading: what was measured then.
  cores = [core(4_100, 11_000), core(2_000, 13_000)];
  expect(meter.read()).toEqual({ ...rest, cpu: 0.4 });
  cores = [core(9_000, 11_000), core(7_000, 13_000)];
  expect(meter.read()).toEqual({ ...rest, cpu: 1 });
});

test('counters that go back and a machine that says nothing of its processors make no nonsense', () => {
  let cores = [core(1_000, 9_000)];
  const meter = new LoadMeter(machine(() => cores));
  cores = [core(11_000, 8_000)];
  expect(meter.read().cpu).toBe(1);
  cores = [];
  expect(machineLoad.parse(meter.read())).toMatchObject({ cores: 1 });
});

test('this machine says of itself what a manager takes', () => {
  const load = machineLoad.parse(new LoadMeter().read());
  expect(load.memory.used).toBeGreaterThan(0);
  expect(load.memory.used).toBeLessThanOrEqual(load.memory.total);
  expect(load.uptime).toBeGreaterThan(0);
});

test('it is told at once and again, until the connection is closed', async () => {
  const told: MachineLoad[] = [];
  let close = (_reason: string): void => undefined;
  const closed = new Promise<string>((resolve) => (close = resolve));
  const notify = (_type: unknown, params: unknown): void => {
    told.push((params as { load: MachineLoad }).load);
  };
  const unref = jest.spyOn(global, 'clearInterval');
  tellLoad({ notify, closed }, new LoadMeter(machine(() => [core(0, 0)])), 5);
  expect(told).toHaveLength(1);
  await waitUntil('a second word', () => told.length > 1);
  close('the test ends it');
  await closed;
  expect(unref).toHaveBeenCalled();
  unref.mockRestore();
});
