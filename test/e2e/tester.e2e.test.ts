import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestReport } from '../../core/src/tester/tally';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

const TESTER = join(__dirname, '../../core/bin/flumotion-tester.js');
let server: Server;
let base: string;
let listeners = 0;
let writes = 0;

beforeAll(async () => {
  server = createServer((_, response) => {
    listeners++;
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const timer = setInterval(() => {
      response.write(Buffer.alloc(1000));
      writes++;
    }, 20);
    response.on('close', () => {
      clearInterval(timer);
      listeners--;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function tester(...args: readonly string[]): TestProcess {
  return new TestProcess('flumotion-tester', process.execPath, [TESTER, ...args, base]);
}

describe('flumotion-tester as a process', () => {
  it('ends with 0 when all is well', async () => {
    expect(await tester('-c', '20', '-t', '0.5').end()).toEqual({ status: 0, signal: null });
  });

  it('prints what was measured when it is interrupted', async () => {
    const process = tester('-c', '10', '-t', '60', '--ramp-up', '0', '--json');
    await waitUntil('ten listeners', () => listeners === 10, 10_000);
    const before = writes;
    await waitUntil('half a second of stream for each', () => writes > before + 250, 10_000);
    process.kill('SIGINT');
    expect(await process.end()).toEqual({ status: 130, signal: null });
    const report = JSON.parse(process.stdout) as TestReport;
    expect(report).toMatchObject({ listeners: 10, interrupted: 10, failed: 0 });
    expect(report.bytes).toBeGreaterThan(0);
  });
});
