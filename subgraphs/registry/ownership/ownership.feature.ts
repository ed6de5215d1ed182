import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Ownership } from './002-ownership.migration.ts';
import { actingUnder } from './acting.ts';
import { OwnershipEntity } from './ownership.entity.ts';
import { type OwnershipEnv, ownershipEnv } from './ownership.env.ts';

export const ownership = defineFeature({
  name: 'ownership',
  env: ownershipEnv,
  entities: [OwnershipEntity],
  services: ({ env }: { env: Kit['env'] & OwnershipEnv }) => ({
    acting: actingUnder(env.PUBLISHING_NAMES),
    steward: env.STEWARD,
    names: env.PUBLISHING_NAMES,
  }),
  migrations: [{ name: '002-ownership', class: Ownership }],
});
