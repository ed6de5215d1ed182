import { type Policy, policies } from './policies.data.ts';

export type { Policy };

/** @throws RangeError when no policy has this version */
export const policyOf = (version: string): Policy => {
  const policy = policies.find((candidate) => candidate.version === version);
  if (!policy) throw new RangeError(`no policy version ${version}`);
  return policy;
};
