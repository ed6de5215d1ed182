import type { Caller } from '../../kit/caller.ts';

/** Decides whether a caller may change webhooks: those of the own organisation. */
export const mayManage = (caller: Caller): caller is Caller & { org: string } =>
  caller.org !== null && caller.can('webhook:manage');

/** Decides whether a caller may see the webhooks of an organisation. */
export const mayRead = (caller: Caller, organizationId: string): boolean =>
  (mayManage(caller) && caller.org === organizationId) || caller.can('organization:manage');

/** Decides whether a caller sees where an organisation's webhooks go: a URL may hold what only its owner knows. */
export const mayReadUrl = (caller: Caller, organizationId: string): boolean =>
  mayManage(caller) && caller.org === organizationId;
