import { z } from 'zod';
import { roleField, timeField } from './access-fields';
import { operation } from './operation';

const tokenAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleField,
    by: z.string().describe('Who made it.'),
    created: timeField,
    expires: timeField.optional(),
    used: timeField.optional().describe('When it was used last, in milliseconds since 1970.'),
  })
  .meta({ id: 'Token' });

const ofToken = z.object({ id: z.string().describe('The `id` of the token.') });

/** Tokens by which programs log in. */
export const tokenOperations = [
  operation({
    id: 'listTokens',
    method: 'get',
    path: '/tokens',
    role: 'admin',
    tag: 'access',
    summary: 'the tokens of programs, without their secrets',
    answer: z.array(tokenAnswer),
    errors: [],
    run: (_, { tokens }) => tokens.list(),
  }),
  operation({
    id: 'createToken',
    method: 'post',
    path: '/tokens',
    role: 'admin',
    tag: 'access',
    summary: 'makes a token for a program; its secret is shown this once',
    description: 'The program sends it as `Authorization: Bearer TOKEN`.',
    body: z.strictObject({
      name: z
        .string()
        .regex(/^[^\p{Cc}]{1,100}$/u, 'expected 1 to 100 characters')
        .describe('What it is for; unique.'),
      role: roleField,
      expires: timeField
        .refine((time) => time > Date.now(), 'expected a time to come')
        .optional()
        .describe('When it ends, in milliseconds since 1970; never when left out.'),
    }),
    status: 201,
    answer: tokenAnswer.extend({ token: z.string().describe('The secret.') }).meta({ id: 'NewToken' }),
    errors: ['token-taken', 'too-many', 'state-unwritable'],
    audit: {
      method: 'createToken',
      args: ({ body: { name, role, expires } }) => [name, role, expires ?? null],
      what: ({ body }) => body.name,
      state: ({ body }, { tokens }) => tokens.list().find(({ name }) => name === body.name),
    },
    run: async ({ body, caller }, { tokens }) => {
      const { secret, ...token } = await tokens.create(body, caller.user);
      return { ...token, token: secret };
    },
  }),
  operation({
    id: 'deleteToken',
    method: 'delete',
    path: '/tokens/{id}',
    role: 'admin',
    tag: 'access',
    summary: 'takes a token away; the program that has it is let in no more',
    params: ofToken,
    errors: ['token-unknown', 'state-unwritable'],
    audit: {
      method: 'deleteToken',
      args: ({ params }, { tokens }) => [tokens.get(params.id).name],
      state: ({ params }, { tokens }) => tokens.get(params.id),
    },
    run: ({ params }, { tokens }) => tokens.remove(params.id),
  }),
];
