import type { z } from 'zod/v3';
import { FlumotionError } from '../errors';

/**
 * Checks a value that arrived against its schema.
 * @throws FlumotionError `message-invalid` naming the fields that differ.
 */
export function check<T>(schema: z.ZodType<T>, value: unknown, method: string, peer: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reason = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
    .join('; ');
  throw FlumotionError.of('message-invalid', { method, peer, reason });
}
