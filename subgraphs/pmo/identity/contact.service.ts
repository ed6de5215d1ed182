import type { RequestFacts } from '../../kit/request.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';
import { type IdentityServices, identityField } from './identity.loader.ts';

/**
 * Returns the person's number, read on their own behalf, which they see in their access log; null of somebody who is
 * unknown or was erased.
 */
export const ownPhoneOf = async (
  services: IdentityServices,
  participantId: string,
  facts: Omit<RequestFacts, 'caller'>,
): Promise<string | null> => {
  const caller = { id: participantId, org: null, can: (scope: string) => scope === 'self' };
  const read = { participantId, field: 'phone' as const, purpose: AccessPurpose.SERVICE };
  return (await identityField(services, { ...facts, caller }).load(read))?.reveal() ?? null;
};
