import { demand, isSelfOr } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';
import { isUuid } from '../../kit/ids.ts';

/** Organisations and officers hold it. To an organisation it opens its own courses, and no others. */
export const isReader = (caller: Caller): boolean => caller.can('enrollment:read');

/** Officers read everybody's enrolments: `participant:read` is theirs alone. */
const mayReadAnyone = (caller: Caller): boolean => isReader(caller) && caller.can('participant:read');

/** All that a person learns, wherever, is shown to that person and to officers. */
export const mayReadAllOf = (caller: Caller, participantId: string): boolean =>
  mayReadAnyone(caller) || isSelfOr(caller, participantId);

/** An enrolment, or whose a certificate is; `isOwnCourse` says whether the course is of the caller's organisation. */
export const mayRead = (caller: Caller, participantId: string, isOwnCourse: boolean): boolean =>
  mayReadAllOf(caller, participantId) || (isReader(caller) && isOwnCourse);

/** The organisation in whose courses the caller reads enrolments; null for a token that names none. */
export const readingOrganization = (caller: Caller): string | null =>
  isReader(caller) && caller.org !== null && isUuid(caller.org) ? caller.org : null;

/**
 * Whether all of the person's are shown, or those in courses of the caller's organisation only.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN
 */
export const readsAllOf = (caller: Caller, participantId: string): boolean => {
  if (mayReadAllOf(caller, participantId)) return true;
  demand(isReader(caller), caller, { scopes: ['enrollment:read'], or: 'participant' });
  return false;
};
