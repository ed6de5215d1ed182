import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

const data = z.object({
  consent: z.uuid(),
  participant: z.uuid(),
  portal: z.uuid().nullable(),
  purpose: z.string().regex(/^[A-Z]+(_[A-Z]+)*$/),
  region: z.string().regex(/^\d{2}(\.\d{2})?$/),
  until: z.iso.datetime({ offset: true }),
  at: z.iso.datetime({ offset: true }),
});

/** What `jobs` reads of a consent that a person grants. */
export const consentGranted = defineEvent({ type: 'pmo.consent.granted', version: 1, data });

/** What `jobs` reads of a consent that a person takes back. */
export const consentWithdrawn = defineEvent({ type: 'pmo.consent.withdrawn', version: 1, data });
