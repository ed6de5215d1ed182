import type { Caller } from '../../kit/caller.ts';
import { isUuid } from '../../kit/ids.ts';
import { AssessmentLayer } from './curation.kind.ts';

/** Who acts, and for which organisation: whatever has an effect on a course names both. */
export interface Actor {
  person: string;
  organization: string;
}

/** Returns who acts; null for a token that names no person or no organisation. */
export const actorOf = ({ id, org }: Caller): Actor | null =>
  id !== null && org !== null && isUuid(org) ? { person: id, organization: org } : null;

/** Officers decide, monitor and answer complaints; no organisation outside the programme office does. */
export const mayMonitor = (caller: Caller): boolean => caller.can('course:monitor');

/** The layer in which a caller assesses; null for who assesses nothing. */
export const layerOf = (caller: Caller): AssessmentLayer | null => {
  if (caller.can('course:assess')) return mayMonitor(caller) ? AssessmentLayer.PMO : AssessmentLayer.ASSESSOR;
  return caller.can('course:publish') ? AssessmentLayer.PLATFORM : null;
};

/** What was found and decided about a course is for its platform and institution, and for officers. */
export const maySeeCuration = (caller: Caller, isOwn: boolean): boolean =>
  mayMonitor(caller) || (isOwn && caller.can('course:publish'));

/** The owners of a course: the organisations of its platform and its institution. */
export const ownersOf = (course: {
  platformOrganization: string | null;
  institutionOrganization: string | null;
}): string[] =>
  [course.platformOrganization, course.institutionOrganization].filter((owner): owner is string => owner !== null);
