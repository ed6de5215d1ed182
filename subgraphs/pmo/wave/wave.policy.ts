import type { Caller } from '../../kit/caller.ts';

/** Announcing commits public money; it takes an officer whose scope names it. */
export const mayAnnounce = (caller: Caller): boolean => caller.can('wave:announce');

/** Whoever runs waves may do all the rest. */
export const mayManage = (caller: Caller): boolean => caller.can('wave:manage');
