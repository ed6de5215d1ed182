import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { Publishers, PublishingNames } from '../ownership/index.ts';
import { Offers } from './064-offers.migration.ts';
import { OfferEntity } from './offer.entity.ts';
import { offerLoaders } from './offer.loader.ts';
import { acceptTerms, approveOffer, offerTerms, withdrawOffer } from './offer.mutations.ts';
import { OfferResolver } from './offer.resolver.ts';
import { OfferService } from './offer.service.ts';

interface Needs extends Kit {
  acting: Publishers;
  names: PublishingNames;
  steward: string;
}

export const offer = defineFeature({
  name: 'offer',
  entities: [OfferEntity],
  resolvers: [OfferResolver],
  mutations: [offerTerms, approveOffer, withdrawOffer, acceptTerms],
  services: ({ database, acting, names, steward, now }: Needs) => ({
    offers: new OfferService({ database, acting, names, steward, now }),
  }),
  loaders: offerLoaders,
  invariants: [
    {
      name: 'what was accepted is what its owner offered',
      sql: `select granted.id from ownership_grant as granted join grant_offer as offer on offer.id = granted.offer_id
        where (granted.owner, granted.element, granted.permissions, granted.fields, granted.until_day, granted.data_class,
            granted.data_purpose, granted.is_consent_needed, granted.accepted_by, granted.granted_by)
          is distinct from (offer.owner, offer.element, offer.permissions, offer.fields, offer.until_day, offer.data_class,
            offer.data_purpose, offer.is_consent_needed, offer.offered_by, offer.approved_by)`,
    },
  ],
  migrations: [{ name: '064-offers', class: Offers }],
});
