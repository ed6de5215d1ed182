import { randomBytes } from 'node:crypto';
import { publicKeyText } from '../../schema/registry/key.ts';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { newKey } from './registry.ts';
import { eventSteps, sharedSteps } from './rotation.ts';
import { randomSigningKey } from './vault.ts';

/** The secrets between services of a test, each as its holders have it at the four steps of a rotation. */
export const caller = { pmo: sharedSteps(), payments: sharedSteps(), training: sharedSteps() };
/** What operators, the registry, gateways and the conformance runner send as their bearer. */
export const bearers = {
  operator: sharedSteps(),
  look: sharedSteps(),
  counts: sharedSteps(),
  bundle: sharedSteps(),
  runner: sharedSteps(),
};
export const toPayments = eventSteps();
export const toPmo = eventSteps();
const key = () => randomBytes(32).toString('base64url');
const kek = { old: key(), fresh: key() };
const index = [key(), key()] as const;
export const rotating: VaultKeys = { current: 'old', keys: kek, index: index[0], nextIndex: index[1] };
/** Indexes are made anew behind the first change. */
export const vaultSteps = [
  { current: 'old', keys: { old: kek.old }, index: index[0] },
  rotating,
  { current: 'fresh', keys: kek, index },
  { current: 'fresh', keys: { fresh: kek.fresh }, index },
].map((keys) => JSON.stringify(keys));
export const attestation = sharedSteps();
const publicHalf = ({ kty, crv, x, y }: ReturnType<typeof randomSigningKey>, kid: string) => ({ kty, crv, x, y, kid });
const overlapping = <T>(old: T, fresh: T) => [old, [old, fresh], [fresh, old], fresh];
export const tokenKeys = { old: { ...randomSigningKey(), kid: 'old' }, fresh: { ...randomSigningKey(), kid: 'fresh' } };
export const tokenSteps = overlapping(publicHalf(tokenKeys.old, 'old'), publicHalf(tokenKeys.fresh, 'fresh')).map(
  (keys) => JSON.stringify(keys),
);
/** The programme's key: the next one is published before it signs, the former one stays published. */
const programme = { old: randomSigningKey(), fresh: randomSigningKey() };
export const programmeAt = (step: number) => {
  const [now, other] = step >= 2 ? [programme.fresh, programme.old] : [programme.old, programme.fresh];
  const others = step === 0 ? [] : [publicHalf(other, 'other')];
  return { PROGRAMME_KEY: JSON.stringify(now), FORMER_PROGRAMME_JWKS: JSON.stringify(others) };
};
export const runnerKeys = { old: newKey(), fresh: newKey() };
export const runnerAt = (step: number) =>
  JSON.stringify([overlapping(runnerKeys.old, runnerKeys.fresh)[step] ?? []].flat().map((each) => publicKeyText(each)));

/** What a service reads at a step. */
export const at = (steps: readonly string[], step: number) => steps[step] ?? '';
