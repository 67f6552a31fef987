import { z } from 'zod';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../access/passwords';
import { ACCOUNT_ROLES, ROLES } from '../access/roles';

/** A name to log in by. */
export const userField = z
  .string()
  .regex(/^[^\p{Cc}:]{1,100}$/u, 'expected 1 to 100 characters, none of them a colon')
  .refine((name) => name.trim() === name, 'expected no spaces around the name')
  .describe('Name to log in by.');

/** A new password. */
export const newPassword = z
  .string()
  .min(SHORTEST_PASSWORD, `expected at least ${SHORTEST_PASSWORD} characters`)
  .refine((text) => !text.includes('\0'), 'expected no NUL character')
  .refine((text) => Buffer.byteLength(text) <= LONGEST_PASSWORD, `expected at most ${LONGEST_PASSWORD} bytes`)
  .describe(`A password of at least ${SHORTEST_PASSWORD} characters and at most ${LONGEST_PASSWORD} bytes.`)
  .meta({ format: 'password' });

/** A password that is to be judged. */
export const givenPassword = z.string().max(1000).meta({ format: 'password' });

/** What people and programs may do. */
export const roleField = z
  .enum(ROLES)
  .describe('`viewer` sees, `operator` steers what runs, `admin` changes everything.');

/** What accounts may do. */
export const accountRoleField = z
  .enum(ACCOUNT_ROLES)
  .describe(
    '`viewer` sees, `operator` steers what runs, `admin` changes everything; `worker` logs workers in and nothing else.',
  );

/** A time. */
export const timeField = z.int().min(0).describe('Milliseconds since 1970.');
