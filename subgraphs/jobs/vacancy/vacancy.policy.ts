import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';
import { VacancyStatus } from './vacancy.status.ts';

interface VacancyState {
  status: VacancyStatus;
  isHeld: boolean;
  isPortalSuspended: boolean;
}

const isPublic = ({ isHeld, isPortalSuspended }: VacancyState) => !isHeld && !isPortalSuspended;

/** Shown to anyone. */
export const isOpen = (vacancy: VacancyState): boolean => vacancy.status === VacancyStatus.OPEN && isPublic(vacancy);

/** Has been public: what refers to the vacancy, such as an application, may still name it. */
export const wasPosted = (vacancy: VacancyState): boolean =>
  vacancy.status !== VacancyStatus.DRAFT && isPublic(vacancy);

/** Its portal and officers see a vacancy in every state. */
export const maySeeAll = (caller: Caller, portal: string): boolean =>
  isOwnerWith(caller, portal, 'vacancy:publish') || caller.can('vacancy:moderate');
