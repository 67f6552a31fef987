import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobControl } from '../../core/src/worker/job-control';
import { keepingLogger } from '../support/feed-ends';

test('a job that is out of reach for too long counts as hanging, with the reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-control-'));
  const { log } = keepingLogger();
  const lost = jest.fn();
  const events = { changed: jest.fn(), logged: jest.fn(), authenticate: jest.fn(), pass: jest.fn(), lost };
  const control = new JobControl(join(folder, 'ctl'), 'job', log, events, 300);
  const running = control.run();
  expect(await control.hangs).toMatch(/ctl cannot be used: connect ENOENT/);
  expect(lost).toHaveBeenCalled();
  await running;
  rmSync(folder, { recursive: true });
});
