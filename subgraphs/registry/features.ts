import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { factFeature } from '../kit/fact.feature.ts';
import { features } from '../kit/feature.ts';
import { idempotencyFeature } from '../kit/idempotency.feature.ts';
import { bootstrap } from './bootstrap/bootstrap.feature.ts';
import { bundle } from './bundle/bundle.feature.ts';
import { canary } from './canary/canary.feature.ts';
import { changelog } from './changelog/changelog.feature.ts';
import { conformance } from './conformance/conformance.feature.ts';
import { deprecation } from './deprecation/deprecation.feature.ts';
import { expectation } from './expectation/expectation.feature.ts';
import { grant } from './grant/grant.feature.ts';
import { health } from './health/health.feature.ts';
import { publisherKey } from './key/key.feature.ts';
import { offer } from './offer/offer.feature.ts';
import { organization } from './organization/organization.feature.ts';
import { ownership } from './ownership/ownership.feature.ts';
import { revision } from './revision/revision.feature.ts';
import { rollbackChoice } from './rollback/choice.feature.ts';
import { sentData } from './sent-data/sent-data.feature.ts';
import { usage } from './usage/usage.feature.ts';
import { withholding } from './withholding/withholding.feature.ts';

/** What the registry keeps of the graph's publishers: everything of this subgraph derives from this list. */
export const registry = features(
  auditFeature('005-audit'),
  eventFeature,
  idempotencyFeature,
  factFeature('registry'),
  organization,
  ownership,
  publisherKey,
  usage,
  deprecation,
  conformance,
  revision,
  grant,
  offer,
  expectation,
  bootstrap,
  bundle,
  canary,
  changelog,
  health,
  rollbackChoice,
  withholding,
  sentData,
);
