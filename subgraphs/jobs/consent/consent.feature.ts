import { defineFeature, when } from '../../kit/feature.ts';
import { Consents } from './004-consents.migration.ts';
import { ConsentEntity } from './consent.entity.ts';
import { consentGranted, consentWithdrawn } from './consent.events.ts';
import { invariants } from './consent.invariants.ts';
import { endConsent, keepConsent } from './consent.service.ts';

/** The consents that the programme office tells of, in whatever order they come. */
export const consent = defineFeature({
  name: 'consent',
  entities: [ConsentEntity],
  consumes: [when(consentGranted, () => keepConsent), when(consentWithdrawn, () => endConsent)],
  migrations: [{ name: '004-consents', class: Consents }],
  invariants,
  erasure: [{ table: 'consent', statement: 'delete from consent where participant_id = any($1::uuid[])' }],
});
