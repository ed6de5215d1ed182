import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { IdentityVault } from './002-identity-vault.migration.ts';
import { IdentityReads } from './017-identity-reads.migration.ts';
import { AccessTerms } from './112-access-terms.migration.ts';
import { IndexRotation } from './123-index-rotation.migration.ts';
import { IndexesByNik } from './124-indexes-by-nik.migration.ts';
import { NikClaimEntity, ParticipantIdentityEntity } from './identity.entity.ts';
import { participantsErased } from './identity.events.ts';
import { identityLoaders } from './identity.loader.ts';
import { eraseParticipant } from './identity.mutations.ts';
import { ParticipantIdentityOfResolver, ParticipantIdentityResolver } from './identity.resolver.ts';
import { IdentityService } from './identity.service.ts';

export const identity = defineFeature({
  name: 'identity',
  entities: [ParticipantIdentityEntity, NikClaimEntity],
  mutations: [eraseParticipant],
  resolvers: [ParticipantIdentityOfResolver, ParticipantIdentityResolver],
  services: (kit: Kit & VaultServices) => ({ identities: new IdentityService(kit) }),
  loaders: identityLoaders,
  publishes: [participantsErased],
  migrations: [
    { name: '002-identity-vault', class: IdentityVault },
    { name: '017-identity-reads', class: IdentityReads },
    { name: '112-access-terms', class: AccessTerms },
    { name: '123-index-rotation', class: IndexRotation },
    { name: '124-indexes-by-nik', class: IndexesByNik },
  ],
  erasure: [
    {
      table: 'participant_identity',
      statement: 'delete from participant_identity where participant_id = any($1::uuid[])',
    },
    { table: 'nik_claim', keeps: 'one award in a lifetime holds for the erased too; it is a blind index' },
  ],
});
