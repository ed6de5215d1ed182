import { defineFeature } from '../../kit/feature.ts';
import { platformLoaders } from './platform.loader.ts';
import { findPlatform, PlatformResolver } from './platform.resolver.ts';

export const platform = defineFeature({
  name: 'platform',
  resolvers: [PlatformResolver],
  references: { Platform: findPlatform },
  loaders: platformLoaders,
});
