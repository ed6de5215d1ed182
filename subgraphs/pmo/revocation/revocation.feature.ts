import { defineFeature, type Kit } from '../../kit/feature.ts';
import { RevocationCases } from './050-revocation-cases.migration.ts';
import { RevocationCaseEntity } from './revocation.entity.ts';
import { revocationProposed } from './revocation.events.ts';
import { invariants } from './revocation.invariants.ts';
import { Revocations } from './revocation.service.ts';

export const revocation = defineFeature({
  name: 'revocation',
  entities: [RevocationCaseEntity],
  services: ({ database, outbox, log, now }: Pick<Kit, 'database' | 'outbox' | 'log' | 'now'>) => ({
    revocations: new Revocations({ database, outbox, log, now }),
  }),
  work: ({ revocations }: { revocations: Revocations }) => [revocations],
  publishes: [revocationProposed],
  migrations: [{ name: '050-revocation-cases', class: RevocationCases }],
  invariants,
  erasure: [{ table: 'revocation_case', keeps: 'why an award was revoked or not; it names the person by an id alone' }],
});
