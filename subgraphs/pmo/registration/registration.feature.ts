import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { Decider, Judge } from '../policy/judge/index.ts';
import { Registration } from './005-registration.migration.ts';
import { CardPlaces } from './016-card-places.migration.ts';
import { RegistrationMoves } from './020-registration-moves.migration.ts';
import { EntrySalts } from './081-entry-salts.migration.ts';
import { ParticipantWaves } from './105-participant-waves.migration.ts';
import { byPersonInvariants } from './by-person.invariants.ts';
import { invariants } from './card.invariants.ts';
import { entryInvariants } from './entry.invariants.ts';
import { JoinResolver } from './join.resolver.ts';
import { JoinService } from './join.service.ts';
import { PlaceService } from './place.service.ts';
import { AwardEntity, CardPlaceEntity, ParticipantWaveEntity, RegistrationEntity } from './registration.entity.ts';
import { registrationLoaders } from './registration.loader.ts';
import { joinWave } from './registration.mutations.ts';
import { ParticipantRegistrationsResolver, RegistrationResolver } from './registration.resolver.ts';

export const registration = defineFeature({
  name: 'registration',
  entities: [RegistrationEntity, ParticipantWaveEntity, CardPlaceEntity, AwardEntity],
  resolvers: [JoinResolver, RegistrationResolver, ParticipantRegistrationsResolver],
  mutations: [joinWave],
  services: ({ database, vault, policies, now }: Kit & VaultServices & { policies: Judge & Decider }) => ({
    joins: new JoinService({ database, vault, judge: policies, now }),
    places: new PlaceService({ judge: policies, now }),
  }),
  loaders: registrationLoaders,
  migrations: [
    { name: '005-registration', class: Registration },
    { name: '016-card-places', class: CardPlaces },
    { name: '020-registration-moves', class: RegistrationMoves },
    { name: '081-entry-salts', class: EntrySalts },
    { name: '105-participant-waves', class: ParticipantWaves },
  ],
  invariants: [...invariants, ...entryInvariants, ...byPersonInvariants],
  erasure: [
    { table: 'registration', keeps: 'that a pseudonym joined a wave, and what became of it, is part of the draw' },
    { table: 'participant_wave', keeps: 'it says where the registrations of a pseudonym are' },
    { table: 'kk_claim', keeps: 'two people at most of a family card holds for the erased too; it is a blind index' },
    { table: 'award_claim', keeps: 'one award in a lifetime holds for the erased too' },
  ],
});
