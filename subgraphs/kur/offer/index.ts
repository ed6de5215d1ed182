export { consentText } from './consent-text.data.ts';
export { createOfferTokens, type OfferClaims, type OfferTokens } from './offer.token.ts';
