import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Developers } from './091-developers.migration.ts';
import { DeveloperEntity } from './developer.entity.ts';
import { developerInvited, developerLeft } from './developer.events.ts';
import { developerLoaders } from './developer.loader.ts';
import { inviteDeveloper, removeDeveloper } from './developer.mutations.ts';
import { DeveloperResolver } from './developer.resolver.ts';
import { DeveloperService } from './developer.service.ts';

/** People who act for organisations. */
export const developer = defineFeature({
  name: 'developer',
  entities: [DeveloperEntity],
  resolvers: [DeveloperResolver],
  mutations: [inviteDeveloper, removeDeveloper],
  services: ({ outbox, now }: Kit) => ({ developers: new DeveloperService({ outbox, now }) }),
  loaders: developerLoaders,
  publishes: [developerInvited, developerLeft],
  migrations: [{ name: '091-developers', class: Developers }],
});
