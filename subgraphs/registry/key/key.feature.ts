import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { Publishers } from '../ownership/index.ts';
import { PublisherKeys } from './001-publisher-keys.migration.ts';
import { PublisherKeyEntity } from './key.entity.ts';
import { keyLoaders } from './key.loader.ts';
import { approvePublisherKey, registerPublisherKey, revokePublisherKey } from './key.mutations.ts';
import { PublisherKeyResolver } from './key.resolver.ts';
import { KeyService } from './key.service.ts';

export const publisherKey = defineFeature({
  name: 'publisher-key',
  entities: [PublisherKeyEntity],
  resolvers: [PublisherKeyResolver],
  mutations: [registerPublisherKey, approvePublisherKey, revokePublisherKey],
  services: ({ acting, now }: Kit & { acting: Publishers }) => ({ publisherKeys: new KeyService({ acting, now }) }),
  loaders: keyLoaders,
  migrations: [{ name: '001-publisher-keys', class: PublisherKeys }],
});
