import { declareMutation } from '../../kit/mutation.ts';
import { GrantType } from '../grant/grant.type.ts';
import { refusals } from '../grant/index.ts';
import { offerRefusals } from './offer.refusal.ts';
import { OfferStatus, transition } from './offer.status.ts';
import { OfferType } from './offer.type.ts';

const payload = { field: 'offer', type: () => OfferType };

export const offerTerms = declareMutation({
  name: 'offerTerms',
  does: 'Offers what your organisation owns on standing terms, to everybody, to kinds of organisations or to some by name. It is open when another person of yours has approved it.',
  takes: 'the scope `grant:decide`',
  refusals: [
    refusals.mayNotDecide(),
    refusals.element(),
    refusals.permissions(),
    refusals.fields(),
    refusals.terms(),
    refusals.until(),
    refusals.reason(['input', 'reason']),
    offerRefusals.audience(),
    offerRefusals.notOwned(),
  ],
  isKeyed: true,
  weight: 200,
  payload: { ...payload, description: 'The offer, or why there is none.', fieldDescription: 'The offer, PROPOSED.' },
});

export const approveOffer = declareMutation({
  name: 'approveOffer',
  does: 'Opens an offer that another person of your organisation made: from now on those whom it is for may accept it.',
  takes: 'the scope `grant:decide`',
  refusals: [
    refusals.mayNotDecide(),
    offerRefusals.unknown(),
    offerRefusals.samePerson(),
    transition.refusal(OfferStatus.WITHDRAWN, OfferStatus.OPEN),
  ],
  weight: 50,
  payload: { ...payload, description: 'The offer, or why it was not opened.', fieldDescription: 'The offer, OPEN.' },
});

export const withdrawOffer = declareMutation({
  name: 'withdrawOffer',
  does: 'Takes back an offer of your organisation: nobody accepts it any more. What was accepted before is a grant, and stays until you revoke that.',
  takes: 'the scope `grant:decide`',
  refusals: [
    refusals.mayNotDecide(),
    refusals.reason(['reason']),
    offerRefusals.unknown(),
    transition.refusal(OfferStatus.WITHDRAWN, OfferStatus.WITHDRAWN),
  ],
  weight: 50,
  payload: {
    ...payload,
    description: 'The offer, or why it was not withdrawn.',
    fieldDescription: 'The offer, WITHDRAWN.',
  },
});

export const acceptTerms = declareMutation({
  name: 'acceptTerms',
  does: 'Accepts an open offer as it stands, with its purpose and terms: from today on you have the grant, until the last day of the offer or until the owner revokes it. Each organisation accepts an offer once; a repeated call answers the same grant.',
  takes: 'the scope `subgraph:publish`',
  refusals: [
    refusals.mayNotRequest(),
    offerRefusals.unknown(),
    offerRefusals.samePerson(),
    offerRefusals.ended(),
    offerRefusals.used(),
  ],
  weight: 50,
  payload: {
    field: 'grant',
    type: () => GrantType,
    description: 'The grant, or why there is none.',
    fieldDescription: 'The grant, GRANTED.',
  },
});
