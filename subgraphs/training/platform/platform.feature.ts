import { defineFeature } from '../../kit/feature.ts';
import { PlatformEntity } from './platform.entity.ts';
import { platformLoaders } from './platform.loader.ts';
import { findPlatform, PlatformResolver } from './platform.resolver.ts';

export const platform = defineFeature({
  name: 'platform',
  entities: [PlatformEntity],
  resolvers: [PlatformResolver],
  references: { Platform: findPlatform },
  loaders: platformLoaders,
});
