import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Registration } from './005-registration.migration.ts';
import { CardPlaces } from './016-card-places.migration.ts';
import { invariants } from './card.invariants.ts';
import { JoinService } from './join.service.ts';
import { registrationLoaders } from './registration.loader.ts';
import { ParticipantRegistrationsResolver, RegistrationResolver } from './registration.resolver.ts';

export const registration = defineFeature({
  name: 'registration',
  resolvers: [RegistrationResolver, ParticipantRegistrationsResolver],
  services: ({ database, now }: Kit) => ({ joins: new JoinService({ database, now }) }),
  loaders: registrationLoaders,
  migrations: [
    { name: '005-registration', class: Registration },
    { name: '016-card-places', class: CardPlaces },
  ],
  invariants,
  erasure: [
    { table: 'registration', keeps: 'that a pseudonym joined a wave, and what became of it, is part of the draw' },
    { table: 'kk_claim', keeps: 'two people at most of a family card holds for the erased too; it is a blind index' },
    { table: 'award_claim', keeps: 'one award in a lifetime holds for the erased too' },
  ],
});
