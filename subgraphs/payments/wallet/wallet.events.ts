import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** People linked a wallet of whose NIK payments has no proof yet: pmo is asked for one. */
export const attestationRequested = defineEvent({
  type: 'payments.attestation.requested',
  version: 1,
  data: z.object({ participants: chunk(z.uuid()) }),
});

/** What payments reads of people's NIKs: an HMAC each, in base64url, under a key for this purpose alone. */
export const identityAttested = defineEvent({
  type: 'pmo.identity.attested',
  version: 1,
  data: z.object({
    attestations: chunk(z.object({ participant: z.uuid(), nikProof: z.string().regex(/^[\w-]{43}$/) })),
    at: z.iso.datetime(),
  }),
});
