import { defineFeature, type Kit } from '../../kit/feature.ts';
import { bundleEnv } from './bundle.env.ts';
import { bundleDocument, versionDocument } from './bundle.service.ts';

export const bundle = defineFeature({
  name: 'bundle',
  env: bundleEnv,
  serves: ({ database, env }: Kit & { env: { BUNDLE_SECRET?: string | undefined } }) => [
    bundleDocument(database, env.BUNDLE_SECRET),
    versionDocument(database, env.BUNDLE_SECRET),
  ],
});
