import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { ParticipantsAndWaves } from './001-participants-and-waves.migration.ts';
import { TypedText } from './018-typed-text.migration.ts';
import { participantLoaders } from './participant.loaders.ts';
import { findParticipant, ParticipantResolver } from './participant.resolver.ts';
import { ReferenceData } from './reference.ts';
import { RegisterResolver } from './register.resolver.ts';
import { RegisterService } from './register.service.ts';

export const participant = defineFeature({
  name: 'participant',
  resolvers: [ParticipantResolver, RegisterResolver],
  references: { Participant: findParticipant },
  services: ({ database, env, vault, now }: Kit & VaultServices) => {
    const reference = new ReferenceData({ database, now, allowsSynthetic: env.NODE_ENV !== 'production' });
    return { reference, registrations: new RegisterService({ database, vault, reference, now }) };
  },
  loaders: participantLoaders,
  migrations: [
    { name: '001-participants-and-waves', class: ParticipantsAndWaves },
    { name: '018-typed-text', class: TypedText },
  ],
  erasure: [
    {
      // The year of birth stays, for statistics by age.
      table: 'participant',
      statement: `update participant set name = '—', birth_date = date_trunc('year', birth_date)::date, motivation = null
        where id = any($1::uuid[])`,
    },
  ],
});
