import type { Caller } from './caller.ts';
import { forbidden, unauthenticated } from './errors.ts';
import { Refusal } from './refusal.ts';

/** Whether the caller is this person, with a token of their own, or holds one of the scopes. */
export const isSelfOr = (caller: Caller, personId: string, ...scopes: readonly string[]): boolean =>
  (caller.can('self') && caller.id === personId) || scopes.some((scope) => caller.can(scope));

/** Whether the caller acts for this organisation, with one of the scopes. */
export const isOwnerWith = (caller: Caller, organizationId: string | null, ...scopes: readonly string[]): boolean =>
  caller.org !== null && caller.org === organizationId && scopes.some((scope) => caller.can(scope));

const listed = (scopes: readonly string[]) => scopes.map((scope) => `\`${scope}\``).join(' or ');

/** @throws GraphQLError UNAUTHENTICATED, or FORBIDDEN with what it takes, as in "the scope `ledger:read`" */
export const demand = (isAllowed: boolean, caller: Caller, takes: string): void => {
  if (isAllowed) return;
  throw caller.id ? forbidden(takes) : unauthenticated();
};

/** @throws GraphQLError UNAUTHENTICATED, FORBIDDEN */
export const demandSelfOr = (caller: Caller, personId: string, ...scopes: readonly string[]): void =>
  demand(isSelfOr(caller, personId, ...scopes), caller, `the scope ${listed(scopes)}, or to be this participant`);

/** @throws GraphQLError UNAUTHENTICATED, FORBIDDEN */
export const demandScope = (caller: Caller, ...scopes: readonly string[]): void =>
  demand(
    scopes.some((scope) => caller.can(scope)),
    caller,
    `the scope ${listed(scopes)}`,
  );

/** The refusal of a mutation that a token does not allow; `takes` as in "the scope `self`", in both languages. */
export const notAllowed = (takes: { en: string; id: string }): Refusal =>
  new Refusal('FORBIDDEN', {
    en: `The token does not allow this; it takes ${takes.en}.`,
    id: `Token ini tidak mengizinkannya; diperlukan ${takes.id}.`,
  });

/** The same for a scope alone. */
export const notAllowedWithout = (scope: string): Refusal =>
  notAllowed({ en: `the scope \`${scope}\``, id: `scope \`${scope}\`` });
