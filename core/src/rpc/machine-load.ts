import { z } from 'zod/v3';
import { notification } from './messages';

/** How busy a machine is as a whole, whoever keeps it busy. */
export const machineLoad = z.object({
  /** Processors that it has. */
  cores: z.number().int().min(1),
  /** Processes that ran or waited to, on average over the last 1, 5 and 15 minutes. */
  averages: z.tuple([z.number(), z.number(), z.number()]),
  /** Fraction of all its processors that was in use since the last reading; left out in the first one. */
  cpu: z.number().min(0).max(1).optional(),
  memory: z.object({
    /** Bytes that could not be given to another process. */
    used: z.number().min(0),
    /** Bytes that it has. */
    total: z.number().min(0),
  }),
  /** Seconds since it was started. */
  uptime: z.number().min(0),
});
export type MachineLoad = z.infer<typeof machineLoad>;

/** Worker → manager: how busy its machine is; after login and then each five seconds. */
export const loadChanged = notification('machine-load', z.object({ load: machineLoad }));
