import { defineFeature } from '../../kit/feature.ts';
import { AlumniOfferResolver, ParticipantAlumniOffersResolver } from './offer.resolver.ts';

export const alumni = defineFeature({
  name: 'alumni',
  resolvers: [AlumniOfferResolver, ParticipantAlumniOffersResolver],
});
