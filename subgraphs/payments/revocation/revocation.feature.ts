import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { Revocations } from './006-revocations.migration.ts';
import { RevocationDecisions } from './050-revocation-decisions.migration.ts';
import { RevocationDecisionEntity, RevocationEntity, RevocationExcuseEntity } from './revocation.entity.ts';
import { invariants } from './revocation.invariants.ts';
import { recipientsRevoked, revocationDecided, revocationProposed } from './revoke.events.ts';
import { RevokeService } from './revoke.service.ts';

interface Services {
  revocations: RevokeService;
}

const keeps = 'nothing is granted or paid after it, for ever; it names the person by an id alone';

export const revocation = defineFeature({
  name: 'revocation',
  entities: [RevocationEntity, RevocationDecisionEntity, RevocationExcuseEntity],
  services: ({ outbox, log, now }: Pick<Kit, 'outbox' | 'log' | 'now'>) => ({
    revocations: new RevokeService({ outbox, log, now }),
  }),
  consumes: [
    when(recipientsRevoked, ({ revocations }: Services) => revocations.revoke),
    when(revocationProposed, ({ revocations }: Services) => revocations.proposed),
  ],
  publishes: [revocationDecided],
  migrations: [
    { name: '006-revocations', class: Revocations },
    { name: '050-revocation-decisions', class: RevocationDecisions },
  ],
  invariants,
  erasure: [
    { table: 'revocation', keeps },
    { table: 'revocation_decision', keeps },
    { table: 'revocation_excuse', keeps },
  ],
});
