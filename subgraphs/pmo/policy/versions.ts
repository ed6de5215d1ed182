import { datedWaves, policies } from './policies.data.ts';
import type { Policy, Switch, SwitchState } from './policy.ts';

/** @throws RangeError when no policy has this version */
export const policyOf = (version: string): Policy => {
  const policy = policies.find((candidate) => candidate.version === version);
  if (!policy) throw new RangeError(`no policy version ${version}`);
  return policy;
};

/** Returns the version in force on a day of Asia/Jakarta (`YYYY-MM-DD`); null before the first. */
export const policyInForce = (day: string): Policy | null =>
  policies.findLast(({ inForceFrom }) => inForceFrom <= day) ?? null;

/** Returns the wave to judge by when none is stated: the last one that our sources date before or on this day. */
export const waveOn = (day: string): number => datedWaves.findLast(({ from }) => from <= day)?.wave ?? 1;

/** Returns how a switch stands on a day; what goes by the wave is told by its day. */
export const stateOn = ({ steps }: Switch, day: string): SwitchState =>
  steps.findLast(({ from }) => from === undefined || from <= day)?.state ?? 'OFF';

/** Returns everything that one recipient can get under a version, in whole rupiah. */
export const totalOf = ({ trainingBalance, incentive, survey }: Policy): number =>
  trainingBalance + incentive.amount * incentive.instalments + survey.amount * survey.instalments;
