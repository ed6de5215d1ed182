import { z } from 'zod';

/** What a gateway answers of what partners were sent. */
export const sentCounts = z.object({
  sent: z
    .array(
      z.object({
        id: z.uuid(),
        at: z.iso.datetime(),
        subgraph: z.string().min(1).max(63),
        person: z.string().min(1).max(500),
        fields: z.array(z.string().min(1).max(500)).min(1),
        requestId: z.string().min(1).max(200),
      }),
    )
    .max(1_000),
});

export type SentEntry = z.output<typeof sentCounts>['sent'][number];
