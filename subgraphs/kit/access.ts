import type { Caller } from './caller.ts';
import { forbidden, unauthenticated } from './errors.ts';
import type { SufficientAccess } from './forbidden.ts';

/** Whether the caller is this person, with a token of their own, or holds one of the scopes. */
export const isSelfOr = (caller: Caller, personId: string, ...scopes: readonly string[]): boolean =>
  (caller.can('self') && caller.id === personId) || scopes.some((scope) => caller.can(scope));

/** Whether the caller acts for this organisation, with one of the scopes. */
export const isOwnerWith = (caller: Caller, organizationId: string | null, ...scopes: readonly string[]): boolean =>
  caller.org !== null && caller.org === organizationId && scopes.some((scope) => caller.can(scope));

/** @throws GraphQLError UNAUTHENTICATED, or FORBIDDEN with what would have been enough */
export const demand: (isAllowed: boolean, caller: Caller, sufficient: SufficientAccess) => asserts isAllowed = (
  isAllowed,
  caller,
  sufficient,
) => {
  if (isAllowed) return;
  throw caller.id ? forbidden(sufficient) : unauthenticated();
};

/** @throws GraphQLError UNAUTHENTICATED, FORBIDDEN */
export const demandSelfOr = (caller: Caller, personId: string, ...scopes: readonly string[]): void =>
  demand(isSelfOr(caller, personId, ...scopes), caller, { scopes, or: 'participant' });

/** @throws GraphQLError UNAUTHENTICATED, FORBIDDEN */
export const demandScope = (caller: Caller, ...scopes: readonly string[]): void =>
  demand(
    scopes.some((scope) => caller.can(scope)),
    caller,
    { scopes },
  );
