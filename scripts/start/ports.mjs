import net from 'node:net';
import { Failure } from '../setup/say.mjs';

/** @throws Failure when a port of this machine is taken, saying by what it is wanted. */
export async function demandPort(port, what) {
  const code = await new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
  if (code === 'EADDRINUSE')
    throw new Failure(
      `port ${port}, wanted for ${what}, is in use by another program; end that program and try again`,
    );
  if (code !== undefined) throw new Failure(`port ${port}, wanted for ${what}, cannot be opened: ${code}`);
}
