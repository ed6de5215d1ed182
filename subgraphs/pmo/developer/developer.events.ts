import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';
import { OrganizationKind } from '../organization/index.ts';

const digest = z.string().regex(/^[\w-]{43}$/);

/**
 * Somebody may make an account for an organisation, once and until a time, with the link of the invitation alone.
 * `addressProof` is an HMAC of the invited address under the link's secret: neither of them travels.
 */
export const developerInvited = defineEvent({
  type: 'pmo.developer.invited',
  version: 1,
  data: z.object({
    developer: z.uuid(),
    organization: z.uuid(),
    organizationKind: z.enum(OrganizationKind),
    scopes: z.array(z.string().min(1).max(100)).min(1).max(100),
    secretHash: digest,
    addressProof: digest,
    until: z.iso.datetime({ offset: true }),
  }),
});

/** Somebody acts for the organisation no more, from now on. */
export const developerLeft = defineEvent({
  type: 'pmo.developer.removed',
  version: 1,
  data: z.object({ developer: z.uuid(), at: z.iso.datetime({ offset: true }) }),
});
