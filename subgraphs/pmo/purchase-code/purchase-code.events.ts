import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/** What `pmo` reads of a code that a person wants for a purchase; it is sealed for `pmo`. The price in rupiah. */
export const codeRequested = defineEvent({
  type: 'payments.purchase-code.requested',
  version: 1,
  data: z.object({
    enrollment: z.uuid(),
    participant: z.uuid(),
    price: z.int().positive(),
    sealedCode: z.string().max(256),
    language: z.enum(['en', 'id']),
    expiresAt: z.iso.datetime({ offset: true }),
  }),
});
