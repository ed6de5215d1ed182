import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What the programme office reads of data that partners' subgraphs were sent. */
export const dataSent = defineEvent({
  type: 'registry.data.sent',
  version: 1,
  data: z.object({
    sent: chunk(
      z.object({
        at: z.iso.datetime(),
        person: z.uuid(),
        organization: z.string().min(1).max(128),
        subgraph: z.string().min(1).max(63),
        fields: z.array(z.string().min(1).max(500)).min(1).max(200),
        terms: z.array(z.string().min(1).max(500)).max(200),
        requestId: z.string().min(1).max(200),
      }),
    ),
  }),
});
