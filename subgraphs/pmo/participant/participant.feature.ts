import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { ReferenceData } from '../profile/index.ts';
import { ParticipantsAndWaves } from './001-participants-and-waves.migration.ts';
import { TypedText } from './018-typed-text.migration.ts';
import { ParticipantMoves } from './019-participant-moves.migration.ts';
import { NikBirthDates } from './070-nik-birth-dates.migration.ts';
import { ParticipantLists } from './106-participant-lists.migration.ts';
import { ParticipantEntity } from './participant.entity.ts';
import { participantLoaders } from './participant.loaders.ts';
import { registerParticipant } from './participant.mutations.ts';
import { findParticipant, ParticipantResolver } from './participant.resolver.ts';
import { RegisterResolver } from './register.resolver.ts';
import { RegisterService } from './register.service.ts';

export const participant = defineFeature({
  name: 'participant',
  entities: [ParticipantEntity],
  resolvers: [ParticipantResolver, RegisterResolver],
  mutations: [registerParticipant],
  references: { Participant: findParticipant },
  services: ({ database, vault, reference, now }: Kit & VaultServices & { reference: ReferenceData }) => ({
    participants: new RegisterService({ database, vault, reference, now }),
  }),
  loaders: participantLoaders,
  migrations: [
    { name: '001-participants-and-waves', class: ParticipantsAndWaves },
    { name: '018-typed-text', class: TypedText },
    { name: '019-participant-moves', class: ParticipantMoves },
    { name: '070-nik-birth-dates', class: NikBirthDates },
    { name: '106-participant-lists', class: ParticipantLists },
  ],
  erasure: [
    {
      // The year of birth stays, for statistics by age.
      table: 'participant',
      statement: `update participant set name = '—', birth_date = date_trunc('year', birth_date)::date,
        nik_birth_date = null, motivation = null
        where id = any($1::uuid[])`,
    },
  ],
});
