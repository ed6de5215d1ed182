import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What pmo reads of people of whose NIK payments has no proof. */
export const attestationRequested = defineEvent({
  type: 'payments.attestation.requested',
  version: 1,
  data: z.object({ participants: chunk(z.uuid()) }),
});

/**
 * What payments compares the holder of a wallet with: an HMAC-SHA-256 of each NIK, in base64url, under a key for this
 * purpose alone. The NIK itself never leaves the programme office.
 */
export const identityAttested = defineEvent({
  type: 'pmo.identity.attested',
  version: 1,
  data: z.object({
    attestations: chunk(z.object({ participant: z.uuid(), nikProof: z.string().regex(/^[\w-]{43}$/) })),
    at: z.iso.datetime(),
  }),
});
