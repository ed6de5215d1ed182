import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { Fundings } from './051-fundings.migration.ts';
import { RevokedCommitments } from './091-revoked-commitments.migration.ts';
import { FundingEntity, RevokedCommitmentEntity } from './funding.entity.ts';
import { fundingDecided, fundingRequested } from './funding.events.ts';
import { invariants } from './funding.invariants.ts';
import { FundingService } from './funding.service.ts';
import { ReleaseService } from './release.service.ts';

/** How often commitments are released; a look that finds nothing reads one entry of an index. */
const RELEASE_EVERY_MS = 10_000;

export const funding = defineFeature({
  name: 'funding',
  entities: [FundingEntity, RevokedCommitmentEntity],
  services: ({ database, outbox, now }: Pick<Kit, 'database' | 'outbox' | 'now'>) => ({
    fundings: new FundingService({ outbox, now }),
    releases: new ReleaseService({ database, now }),
  }),
  consumes: [when(fundingRequested, ({ fundings }: { fundings: FundingService }) => fundings.requested)],
  publishes: [fundingDecided],
  work: ({ log, releases }: Pick<Kit, 'log'> & { releases: ReleaseService }) => [
    periodic(() => releases.run(), { log, everyMs: RELEASE_EVERY_MS, failure: 'commitments were not released' }),
  ],
  migrations: [
    { name: '051-fundings', class: Fundings },
    { name: '091-revoked-commitments', class: RevokedCommitments },
  ],
  invariants,
  erasure: [
    { table: 'revoked_commitment', keeps: 'public money is accounted for; it names the person by an id alone' },
  ],
});
