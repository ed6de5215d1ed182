import type { Caller } from '../../kit/caller.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { isUuid } from '../../kit/ids.ts';

export const mayNotRecord = () => notAllowed({ scopes: ['attendance:record'] });

/**
 * The organisation in whose courses the caller records; which courses these are is decided by the rows.
 * @throws Refusal FORBIDDEN
 */
export const recordingOrganization = (caller: Caller): string => {
  if (!caller.can('attendance:record') || caller.org === null || !isUuid(caller.org)) throw mayNotRecord();
  return caller.org;
};

/** Codes are shown to the person alone: an organisation that read them would prove nothing by sending them. */
export const mayReadCodes = (caller: Caller, participantId: string): boolean =>
  caller.can('self') && caller.id === participantId;
