import { declareMutation } from '../../kit/mutation.ts';
import {
  ApplicationStatus,
  transition as applicationTransition,
  mayNotApply,
  mayNotManage,
} from '../application/index.ts';
import { refusals } from './placement.refusal.ts';
import { MOST_DAYS_AHEAD } from './placement.service.ts';
import { PlacementStatus, transition } from './placement.status.ts';
import { PlacementType } from './placement.type.ts';

const payload = { field: 'placement', type: () => PlacementType };

export const reportPlacement = declareMutation({
  name: 'reportPlacement',
  does: 'Reports that somebody who applied for a vacancy of your portal was hired, and later whether they are still there after three and six months. The same report again changes nothing; until the person confirms it, another one replaces it. It counts when the person confirms it.',
  takes: 'the scope `application:manage`, of a job portal',
  refusals: [
    mayNotManage(),
    refusals.applicationUnknown(),
    applicationTransition.refusal(ApplicationStatus.WITHDRAWN, ApplicationStatus.HIRED),
    refusals.startTooFar(MOST_DAYS_AHEAD),
    refusals.retentionEarly(3),
    refusals.retentionMismatch(),
    refusals.confirmed(),
  ],
  weight: 20,
  payload: { ...payload, description: 'The placement, or why it is not kept.', fieldDescription: 'The placement.' },
});

export const confirmPlacement = declareMutation({
  name: 'confirmPlacement',
  does: 'Confirms or disputes a hire of the caller that a portal reported. Who disputed it may still confirm it.',
  takes: 'the scope `self`',
  refusals: [
    mayNotApply(),
    refusals.unknown(),
    transition.refusal(PlacementStatus.CONFIRMED, PlacementStatus.DISPUTED),
  ],
  weight: 10,
  payload: { ...payload, description: 'The placement, or why nothing changed.', fieldDescription: 'The placement.' },
});
