import { declareMutation } from '../../kit/mutation.ts';
import { refusals as personRefusals } from '../participant/index.ts';
import { refusals } from './consent.refusal.ts';
import { MOST_DAYS } from './consent.service.ts';
import { ConsentStatus, transition } from './consent.status.ts';
import { ConsentType } from './consent.type.ts';

const payload = { field: 'consent', type: () => ConsentType, scopes: ['self', 'participant:read'] };

export const grantConsent = declareMutation({
  name: 'grantConsent',
  does: 'Lets one job portal, or all, use data of the caller for a purpose. Nobody can consent for another person.',
  takes: 'the scope `self`',
  refusals: [
    personRefusals.forbidden(),
    personRefusals.notRegistered(),
    refusals.portalNotStated(),
    refusals.portalUnknown(),
    refusals.portalSuspended(),
    refusals.untilPast(),
    refusals.untilTooFar(MOST_DAYS),
    refusals.granted(),
  ],
  isKeyed: true,
  weight: 10,
  payload: { ...payload, description: 'The consent, or why there is none.', fieldDescription: 'The consent, GRANTED.' },
});

export const withdrawConsent = declareMutation({
  name: 'withdrawConsent',
  does: 'Takes a consent of the caller back; portals no longer see the person within a minute, as a rule within a second. Another person’s consent is answered like an unknown one.',
  takes: 'the scope `self`',
  refusals: [
    personRefusals.forbidden(),
    refusals.unknown(),
    transition.refusal(ConsentStatus.EXPIRED, ConsentStatus.WITHDRAWN),
  ],
  isKeyed: true,
  weight: 10,
  payload: {
    ...payload,
    description: 'The consent, or why it was not withdrawn.',
    fieldDescription: 'The consent, WITHDRAWN.',
  },
});
