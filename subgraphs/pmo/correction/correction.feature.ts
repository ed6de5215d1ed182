import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { ReferenceData } from '../profile/index.ts';
import { Corrections } from './014-corrections.migration.ts';
import { ParticipantRevisionEntity } from './correction.entity.ts';
import { invariants } from './correction.invariants.ts';
import { correctRegistration } from './correction.mutations.ts';
import { CorrectionResolver } from './correction.resolver.ts';
import { CorrectionService } from './correction.service.ts';
import { revisionLoaders } from './revision.loader.ts';
import { ParticipantRevisionsResolver, RevisionResolver } from './revision.resolver.ts';

export const correction = defineFeature({
  name: 'correction',
  entities: [ParticipantRevisionEntity],
  mutations: [correctRegistration],
  resolvers: [CorrectionResolver, ParticipantRevisionsResolver, RevisionResolver],
  services: ({ database, vault, reference, now }: Kit & VaultServices & { reference: ReferenceData }) => ({
    corrections: new CorrectionService({ database, vault, reference, now }),
  }),
  loaders: revisionLoaders,
  migrations: [{ name: '014-corrections', class: Corrections }],
  invariants,
  erasure: [
    {
      // What was replaced is sealed with the key that is destroyed; why, somebody wrote in words of their own.
      table: 'participant_revision',
      statement: `update participant_revision set reason = '—' where participant_id = any($1::uuid[])`,
    },
  ],
});
