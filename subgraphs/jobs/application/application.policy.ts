import { isSelfOr } from '../../kit/access.ts';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { isUuid } from '../../kit/ids.ts';

export const mayNotApply = () => notAllowed({ scopes: ['self'] });
export const mayNotManage = () => notAllowed({ scopes: ['application:manage'] });

/** The person who acts, by a token of their own. @throws Refusal FORBIDDEN */
export const applicantOf = (caller: Caller): string => {
  if (!caller.can('self') || caller.id === null || !isUuid(caller.id)) throw mayNotApply();
  touched('Participant', caller.id);
  return caller.id.toLowerCase();
};

/** The portal in whose vacancies the caller manages applications; null for a caller without one. */
export const managedPortal = (caller: Caller): string | null =>
  caller.can('application:manage') && caller.org !== null && isUuid(caller.org) ? caller.org.toLowerCase() : null;

/** The portal for which the caller acts. @throws Refusal FORBIDDEN */
export const portalOf = (caller: Caller): string => {
  const portal = managedPortal(caller);
  if (portal === null) throw mayNotManage();
  return portal;
};

/** An application is read by its person, by the portal of the vacancy, and by officers. */
export const mayRead = (caller: Caller, row: { participantId: string; portalId: string }): boolean =>
  isSelfOr(caller, row.participantId, 'participant:read') || managedPortal(caller) === row.portalId;
