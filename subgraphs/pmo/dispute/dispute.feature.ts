import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { PlaceService } from '../registration/index.ts';
import { IdentityDisputes } from './101-identity-disputes.migration.ts';
import { DisputeOpinionEntity, IdentityDisputeEntity } from './dispute.entity.ts';
import { disputeInvariants } from './dispute.invariants.ts';
import { disputeLoaders } from './dispute.loader.ts';
import { decideIdentityDispute, openIdentityDispute } from './dispute.mutations.ts';
import { IdentityDisputeResolver, ParticipantDisputesResolver } from './dispute.resolver.ts';
import { DisputeService } from './dispute.service.ts';

export const dispute = defineFeature({
  name: 'dispute',
  entities: [IdentityDisputeEntity, DisputeOpinionEntity],
  resolvers: [IdentityDisputeResolver, ParticipantDisputesResolver],
  mutations: [openIdentityDispute, decideIdentityDispute],
  services: ({ vault, places, now }: Kit & VaultServices & { places: PlaceService }) => ({
    disputes: new DisputeService({ vault, places, now }),
  }),
  loaders: disputeLoaders,
  migrations: [{ name: '101-identity-disputes', class: IdentityDisputes }],
  invariants: disputeInvariants,
  figures: [
    {
      name: 'prakerja_identity_disputes_waiting',
      help: 'Disputes about whose a NIK is that wait for an officer.',
      sql: `select count(*) as value from identity_dispute where status in ('OPEN', 'PROPOSED')`,
    },
  ],
  erasure: [
    {
      table: 'identity_dispute',
      statement: `with said as (
          update identity_dispute_opinion set reason = '—' from identity_dispute
          where id = dispute_id and participant_id = any($1::uuid[])
        )
        update identity_dispute set evidence = '—' where participant_id = any($1::uuid[])`,
    },
  ],
});
