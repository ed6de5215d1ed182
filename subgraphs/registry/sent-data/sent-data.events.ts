import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What partners' subgraphs were sent of people by `@requires`, and on what terms. */
export const dataSent = defineEvent({
  type: 'registry.data.sent',
  version: 1,
  data: z.object({
    sent: chunk(
      z.object({
        at: z.iso.datetime(),
        person: z.uuid(),
        /** The partner's organisation. */
        organization: z.string().min(1).max(128),
        subgraph: z.string().min(1).max(63),
        /** Paths of fields of the person. */
        fields: z.array(z.string().min(1).max(500)).min(1).max(200),
        /** What the owners let them be used for. */
        terms: z.array(z.string().min(1).max(500)).max(200),
        requestId: z.string().min(1).max(200),
      }),
    ),
  }),
});
