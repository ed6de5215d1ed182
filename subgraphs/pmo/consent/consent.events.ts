import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';
import { ConsentPurpose } from './consent.purpose.ts';

/**
 * A consent as a whole in both events, so that either may come first. `portal` is an organisation, null for all portals;
 * `region` is where the person lived when it was granted. A consent that was withdrawn once stays so: who consents
 * again grants another one.
 */
const data = z.object({
  consent: z.uuid(),
  participant: z.uuid(),
  portal: z.uuid().nullable(),
  purpose: z.enum(ConsentPurpose),
  region: z.string(),
  until: z.iso.datetime(),
  at: z.iso.datetime(),
});

/** A portal, or all of them, may use a person's data for a purpose, until a moment. */
export const consentGranted = defineEvent({ type: 'pmo.consent.granted', version: 1, data });

/** It may not any more, from now on. Expiry has no event: `until` says when. */
export const consentWithdrawn = defineEvent({ type: 'pmo.consent.withdrawn', version: 1, data });
