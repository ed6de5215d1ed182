import { z } from 'zod';

const count = z.number().nonnegative();
const hour = z.int().nonnegative();
const name = z.string().min(1).max(128);

/** What a gateway answers of what is counted since an hour. */
export const healthCounts = z.object({
  subgraphs: z.array(z.object({ hour, subgraph: name, calls: count, failures: count, latencies: z.array(count) })),
  organizations: z.array(z.object({ hour, organization: name, operations: count, failed: count, points: count })),
  met: z.array(z.object({ hour, subgraph: name, organization: name, errors: z.number().positive() })),
  spent: z.array(z.object({ day: z.int().nonnegative(), organization: name, points: count })),
  latencyBounds: z.array(z.int().positive()).min(1).max(50),
  budgets: z.object({ default: count, organizations: z.record(z.string(), count) }),
});
