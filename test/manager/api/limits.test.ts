import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { setCaller } from '../../../core/src/manager/api/caller';
import { limitAddresses, limitCallers } from '../../../core/src/manager/api/limits';
import { askRaw } from '../../support/api-client';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** A server with small limits; the header `User` says who asks. */
async function started(limits: { address: number; caller: number }): Promise<number> {
  const app = new Koa();
  app.use(limitAddresses(limits));
  app.use(async (ctx, next) => {
    const user = ctx.get('User');
    const caller = { user, role: 'viewer', identity: user, address: '', by: 'password' } as const;
    if (user !== '') setCaller(ctx, caller);
    await next();
  });
  app.use(limitCallers(limits));
  app.use((ctx) => {
    ctx.body = 'ok';
  });
  const handler = app.callback();
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it('more requests of one address than it may have are answered with 429, and when to come again', async () => {
  const port = await started({ address: 3, caller: 100 });
  const answers = [];
  for (let n = 0; n < 5; n++) answers.push(await askRaw(port, '/', {}));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  const last = answers.at(-1);
  expect(JSON.parse(last?.text ?? '')).toMatchObject({ code: 'too-many-requests' });
  expect(Number(last?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  expect(Number(last?.headers['retry-after'])).toBeLessThanOrEqual(60);
});

it('one caller that asks too much does not hold up another', async () => {
  const port = await started({ address: 100, caller: 2 });
  const ask = async (user: string): Promise<number> => (await askRaw(port, '/', { User: user })).status;
  expect([await ask('eve'), await ask('eve'), await ask('eve')]).toEqual([200, 200, 429]);
  expect(await ask('adam')).toBe(200);
});
