import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { isUuid } from '../../kit/ids.ts';
import { refusals } from './participant.refusal.ts';

export { refusals } from './participant.refusal.ts';
export {
  BAR_PARTICIPANTS,
  CONFIRM_CONTACT,
  correctParticipant,
  moveParticipants,
  moveWhileBarred,
  ParticipantStatus,
  REINSTATE_PARTICIPANTS,
  revokeParticipants,
} from './participant.status.ts';

/** Returns whose token it is, when it is a person's own. @throws Refusal FORBIDDEN */
export const personOf = (caller: Caller): string => {
  if (!caller.id || !isUuid(caller.id)) throw refusals.forbidden();
  touched('Participant', caller.id);
  if (!caller.can('self')) throw refusals.forbidden();
  return caller.id.toLowerCase();
};
