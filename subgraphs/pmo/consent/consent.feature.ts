import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { Consent } from './012-consent.migration.ts';
import { ConsentEntity } from './consent.entity.ts';
import { consentGranted, consentWithdrawn } from './consent.events.ts';
import { expireConsents } from './consent.expiry.service.ts';
import { invariants } from './consent.invariants.ts';
import { consentLoaders } from './consent.loader.ts';
import { grantConsent, withdrawConsent } from './consent.mutations.ts';
import { ConsentResolver, ParticipantConsentsResolver } from './consent.resolver.ts';
import { ConsentService } from './consent.service.ts';

export const consent = defineFeature({
  name: 'consent',
  entities: [ConsentEntity],
  resolvers: [ConsentResolver, ParticipantConsentsResolver],
  mutations: [grantConsent, withdrawConsent],
  services: ({ outbox, now }: Kit) => ({ consents: new ConsentService({ outbox, now }) }),
  loaders: consentLoaders,
  work: (kit: Kit) => [
    periodic(() => expireConsents(kit), {
      log: kit.log,
      everyMs: 60_000,
      failure: 'consents that ran out were not marked',
    }),
  ],
  publishes: [consentGranted, consentWithdrawn],
  migrations: [{ name: '012-consent', class: Consent }],
  invariants,
  erasure: [
    {
      // Other subgraphs learn it by the erasure itself.
      table: 'consent',
      statement: `update consent set status = 'WITHDRAWN', ended_at = now()
        where participant_id = any($1::uuid[]) and status = 'GRANTED' and until > now()`,
    },
  ],
});
