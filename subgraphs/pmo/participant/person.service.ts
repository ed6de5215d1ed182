import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { isUuid } from '../../kit/ids.ts';
import { refusals } from './registration.refusal.ts';

export type { NikRegionStatus } from '../region/region.service.ts';
export { mayRead } from './participant.policy.ts';
export type { Education, Occupation, WorkStatus } from './participant.status.ts';
export type { ReferenceData } from './reference.ts';
export { oneMoreTry } from './register.statement.ts';
export { refusals, wrongValue } from './registration.refusal.ts';
export {
  checkKk,
  type Reference,
  readDay,
  readEmail,
  readInterests,
  readKkDigits,
  readMotivation,
  readName,
  readNik,
  readPhone,
  readRegion,
} from './stated.ts';

/** Whose token it is, when it is a person's own. @throws Refusal FORBIDDEN */
export const personOf = (caller: Caller): string => {
  if (!caller.id || !isUuid(caller.id)) throw refusals.forbidden();
  touched('Participant', caller.id);
  if (!caller.can('self')) throw refusals.forbidden();
  return caller.id.toLowerCase();
};
