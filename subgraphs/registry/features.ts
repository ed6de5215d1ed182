import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { features } from '../kit/feature.ts';
import { idempotencyFeature } from '../kit/idempotency.feature.ts';
import { bootstrap } from './bootstrap/bootstrap.feature.ts';
import { bundle } from './bundle/bundle.feature.ts';
import { changelog } from './changelog/changelog.feature.ts';
import { expectation } from './expectation/expectation.feature.ts';
import { grant } from './grant/grant.feature.ts';
import { publisherKey } from './key/key.feature.ts';
import { ownership } from './ownership/ownership.feature.ts';
import { revision } from './revision/revision.feature.ts';

/** What the registry keeps of the graph's publishers: everything of this subgraph derives from this list. */
export const registry = features(
  auditFeature('005-audit'),
  eventFeature,
  idempotencyFeature,
  ownership,
  publisherKey,
  revision,
  grant,
  expectation,
  bootstrap,
  bundle,
  changelog,
);
