import { Offers } from '../../core/src/job/offers';
import { defineComponent } from '../../core/src/plugin';
import { fakeContext } from '../support/fake-context';

const description = 'For tests.';
const ejected: unknown[] = [];

const component = defineComponent(
  {
    type: 'guest-house',
    kind: 'misc',
    description,
    properties: { rooms: { type: 'int', default: 2, description } },
    sockets: ['request-logger'],
    tables: {
      guests: {
        description,
        columns: { name: { kind: 'text', description }, nights: { kind: 'number', description } },
      },
      broken: { description, columns: { name: { kind: 'text', description } } },
      slow: { description, columns: { name: { kind: 'text', description } } },
      echo: {
        description,
        columns: { name: { kind: 'text', description }, asked: { kind: 'text', description } },
      },
    },
    actions: {
      eject: {
        description,
        parameters: {
          name: { type: 'string', required: true, description },
          politely: { type: 'bool', default: true, description },
        },
        answer: { left: { kind: 'number', description } },
      },
    },
  },
  {
    tables: {
      *guests({ properties }) {
        for (let room = 1; room <= properties.rooms; room++) yield { name: `guest ${room}`, nights: room };
      },
      broken: () => {
        throw new Error('the book is lost');
      },
      slow: () => new Promise(() => undefined),
      echo: (_, where) => [{ name: 'a', asked: JSON.stringify(where) }, { name: 'b' }],
    },
    actions: {
      eject(_, { name, politely }) {
        if (name === 'nobody') throw new Error('there is no such guest');
        ejected.push([name, politely]);
        return { left: 1 };
      },
    },
  },
);

const context = fakeContext({ rooms: 2 });
const rotated: string[] = [];
const offers = new Offers('/flow/house', component, {
  tables: {},
  actions: { 'rotate-logs': () => void rotated.push('rotated') },
});
const query = { offset: 0, limit: 10, where: {} };

afterEach(() => {
  jest.useRealTimers();
});

test('a component may know which rows are of use; those that are not are left out anyway', async () => {
  await expect(offers.table(context, 'echo', { ...query, where: { name: 'a' } })).resolves.toMatchObject({
    rows: [{ name: 'a', asked: '{"name":"a"}' }],
    total: 1,
  });
});

test('a table is read with the context of the component', async () => {
  await expect(offers.table(context, 'guests', { ...query, sort: '-nights' })).resolves.toEqual({
    rows: [
      { name: 'guest 2', nights: 2 },
      { name: 'guest 1', nights: 1 },
    ],
    total: 2,
    offset: 0,
  });
});

test.each([
  ['guest', {}, 'table-unknown', '/flow/house has no table guest; did you mean "guests"?'],
  ['constructor', {}, 'table-unknown', '/flow/house has no table constructor; it has guests, broken, slow'],
  ['guests', { sort: 'age' }, 'table-query-invalid', 'there is no column "age"'],
  ['broken', {}, 'table-failed', 'the table broken of /flow/house cannot be read: the book is lost'],
])('the table %s with %j', async (table, over, code, text) => {
  await expect(offers.table(context, table, { ...query, ...over })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(text) as string,
  });
});

test('a component that gives no table is no fault of the system', async () => {
  await expect(offers.table(context, 'broken', query)).rejects.toMatchObject({ fault: 'user', status: 409 });
});

test('a table that does not come is not waited for for ever', async () => {
  jest.useFakeTimers();
  const read = expect(offers.table(context, 'slow', query)).rejects.toMatchObject({
    code: 'deadline-passed',
  });
  await jest.advanceTimersByTimeAsync(5000);
  await read;
});

test('an action gets its parameters with their defaults, and answers', async () => {
  await expect(offers.act(context, 'eject', { name: 'bob' })).resolves.toEqual({ left: 1 });
  expect(ejected).toEqual([['bob', true]]);
});

test('an action of the core is one like others', async () => {
  await expect(offers.act(context, 'rotate-logs', {})).resolves.toEqual({});
  expect(rotated).toEqual(['rotated']);
});

test.each([
  ['ejct', {}, 'action-unknown', '/flow/house has no action ejct; did you mean "eject"?'],
  ['eject', {}, 'action-refused', 'name: a value is required'],
  ['eject', { name: 5 }, 'action-refused', 'name: 5 is not text'],
  ['eject', { name: 'x', force: true }, 'action-refused', 'unknown property "force"'],
  [
    'eject',
    { name: 'nobody' },
    'action-failed',
    'the action eject of /flow/house failed: there is no such guest',
  ],
])('the action %s with %j', async (action, given, code, text) => {
  await expect(offers.act(context, action, given)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(text) as string,
  });
});
