import { join } from 'node:path';
import { Installation, ROOT } from '../support/installation';
import { TestTerminal } from '../support/terminal';

const PLANET = `<planet>
  <manager name="club">
    <component name="door" type="htpasswdcrypt-bouncer"><property name="data"><![CDATA[user:PSfNpHTkpTx1M]]></property></component>
  </manager>
  <flow name="default">
    <component name="picture" type="videotest-producer" worker="localhost">
      <property name="width">64</property><property name="height">48</property>
    </component>
    <component name="encoder" type="theora-encoder" worker="localhost"><eater name="default"><feed>picture</feed></eater></component>
  </flow>
</planet>`;

const SIZE = { columns: 80, rows: 24 };
const PROGRAM = join(ROOT, 'admin/bin/flumotion-admin-text.js');
let planet: Installation;
let terminal: TestTerminal | undefined;

beforeAll(async () => {
  planet = await Installation.start({ planet: PLANET });
  planet.startWorker();
  await planet.mood('happy');
});
afterAll(async () => {
  terminal?.dispose();
  await planet.dispose();
});

test('flumotion-admin-text shows and steers a real planet in a terminal of 80 x 24, through a restart of the manager', async () => {
  const env = { XDG_CONFIG_HOME: planet.folder };
  // The password is asked for, and is not shown.
  terminal = new TestTerminal(
    `${process.execPath} ${PROGRAM} -T tcp -m user@127.0.0.1:${String(planet.managerPort)}`,
    SIZE,
    env,
  );
  await terminal.shows(/password of user:/);
  terminal.type('test\r');
  await terminal.shows(/club .*\+ 2 happy/);
  expect(terminal.full).toBe(true);
  expect(terminal.lines.join('\n')).toMatch(/\+ happy +\/default\/picture +videotest-producer +localhost/);
  expect(terminal.lines.at(-2)).toContain('q quit');

  terminal.type('x');
  await terminal.shows(/- sleeping +\/default\/picture/);
  await terminal.shows(/~ hungry +\/default\/encoder/);
  terminal.type('s');
  await terminal.shows(/\+ 2 happy/);

  terminal.type('\u001b[B');
  terminal.type('\r');
  await terminal.shows(/type +theora-encoder/);
  terminal.type('\u001b');
  await terminal.shows(/Enter more/);

  planet.manager?.kill('SIGKILL');
  await terminal.shows(/nothing listens there|closed|hang up|ECONNRESET/i);
  expect(terminal.lines.join('\n')).toContain('/default/picture');
  await planet.startManager();
  await terminal.shows(/\+ 2 happy/, 60_000);

  terminal.type('q');
  expect(await terminal.ended).toBe(0);
  expect(terminal.full).toBe(false);
});
