import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What `jobs` reads of the certificates that `training` issues. */
export const certificateIssued = defineEvent({
  type: 'training.certificate.issued',
  version: 1,
  data: z.object({
    certificates: chunk(
      z.object({
        certificate: z.uuid(),
        participant: z.uuid(),
        skills: z.array(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)).max(20),
        /** The level of each skill, in the same order. */
        levels: z
          .array(z.string().regex(/^[A-Z]{1,20}$/))
          .max(20)
          .optional(),
        issuedAt: z.iso.datetime({ offset: true }),
      }),
    ),
  }),
});

/** What `jobs` reads of the certificates that are revoked, for ever. */
export const certificateRevoked = defineEvent({
  type: 'training.certificate.revoked',
  version: 1,
  data: z.object({ certificate: z.uuid(), participant: z.uuid(), at: z.iso.datetime({ offset: true }) }),
});

/** What `jobs` reads of the people whom `pmo` has erased. */
export const participantsErased = defineEvent({
  type: 'pmo.participants.erased',
  version: 1,
  data: z.object({ participants: chunk(z.uuid()) }),
});
