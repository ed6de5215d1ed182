import { z } from 'zod';
import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { daily, periodic } from '../../kit/periodic.ts';
import { rotating } from '../../kit/rotating-secret.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { Attestation } from './060-attestation.migration.ts';
import { AttestationKeys } from './122-attestation-keys.migration.ts';
import { NikAttestationEntity } from './attestation.entity.ts';
import { attestationRequested, identityAttested } from './attestation.events.ts';
import { AttestationService } from './attestation.service.ts';
import { NikProofs } from './nik-proof.ts';

const KEY_BYTES = 32;
const EVERY_MS = 2_000;

/** Shared with the payment partners that prove whose account is whose, and used for nothing else. */
const env = z.object({
  NIK_ATTESTATION_KEY: rotating(
    z
      .base64url()
      .refine((text) => Buffer.from(text, 'base64url').length === KEY_BYTES, 'must be 32 bytes in base64url'),
  ),
});

type Needs = Pick<Kit, 'database' | 'outbox' | 'now'> & VaultServices & { env: z.infer<typeof env> };

interface Services {
  attestations: AttestationService;
}

export const attestation = defineFeature({
  name: 'attestation',
  env,
  entities: [NikAttestationEntity],
  services: ({ database, vault, outbox, now, env }: Needs) => ({
    attestations: new AttestationService({
      database,
      vault,
      outbox,
      now,
      proofs: new NikProofs(env.NIK_ATTESTATION_KEY),
    }),
  }),
  consumes: [when(attestationRequested, ({ attestations }: Services) => attestations.request)],
  publishes: [identityAttested],
  work: ({ attestations, log }: Services & Pick<Kit, 'log'>) => [
    periodic(() => attestations.attest(), { log, everyMs: EVERY_MS, failure: 'NIKs were not attested' }),
    daily(() => attestations.attestUnderAll(), { log, failure: 'NIKs were not put down for a new key' }),
  ],
  migrations: [
    { name: '060-attestation', class: Attestation },
    { name: '122-attestation-keys', class: AttestationKeys },
  ],
  erasure: [
    { table: 'nik_attestation', statement: 'delete from nik_attestation where participant_id = any($1::uuid[])' },
  ],
});
