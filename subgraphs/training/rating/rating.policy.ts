import type { Caller } from '../../kit/caller.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { isUuid } from '../../kit/ids.ts';

export const mayNotRate = () => notAllowed({ scopes: ['self'] });
export const mayNotReport = () => notAllowed({ scopes: ['self', 'course:publish'] });
export const mayNotModerate = () => notAllowed({ scopes: ['review:moderate'] });

/** The person who rates. @throws Refusal FORBIDDEN */
export const raterOf = (caller: Caller): string => {
  if (!caller.can('self') || caller.id === null || !isUuid(caller.id)) throw mayNotRate();
  return caller.id;
};

/** Who reports a review: a person any, an organisation those of its own courses. */
export interface Reporter {
  participant: string | null;
  organization: string | null;
}

/** @throws Refusal FORBIDDEN */
export const reporterOf = (caller: Caller): Reporter => {
  if (caller.can('self') && caller.id !== null && isUuid(caller.id)) {
    return { participant: caller.id, organization: null };
  }
  if (!caller.can('course:publish') || caller.org === null || !isUuid(caller.org)) throw mayNotReport();
  return { participant: null, organization: caller.org };
};

/** Nobody but the person sees which review is theirs: neither the course's organisations nor officers. */
export const mayReadRating = (caller: Caller, participantId: string): boolean =>
  caller.can('self') && caller.id === participantId;
