import type { Caller } from '../../kit/caller.ts';

/** Lists decide who may receive; it takes an officer whose scope names them. */
export const mayImport = (caller: Caller): boolean => caller.can('barred:import');
