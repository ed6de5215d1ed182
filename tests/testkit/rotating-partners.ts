import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { PartnerOptions } from '../../scripts/simulators/partner.ts';
import { startSimulators } from './simulators.ts';

/** A wallet that signs its answers by the shared secret, and one that attests accounts by a key of its own. */
const codes = ['linkaja', 'gopay'] as const;

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  };
};

type Pair = ReturnType<typeof pair>;

/** What changes at a partner, and who has the new value first. */
interface PartnerSecrets {
  secret: { old: string; fresh: string };
  ours: { old: Pair; fresh: Pair };
  theirs: { old: Pair; fresh: Pair };
}

const newSecrets = (): PartnerSecrets => {
  const secret = () => randomBytes(24).toString('base64url');
  return {
    secret: { old: secret(), fresh: secret() },
    ours: { old: pair(), fresh: pair() },
    theirs: { old: pair(), fresh: pair() },
  };
};

/** What payments is told at each step: old, both accepted, new with the old accepted, new. */
const ownSide = ({ secret, ours, theirs }: PartnerSecrets, step: number): Record<string, unknown> => {
  const isFresh = step >= 2;
  const [now, other] = isFresh ? (['fresh', 'old'] as const) : (['old', 'fresh'] as const);
  const isOverlapping = step === 1 || step === 2;
  return {
    privateKey: ours[now].privatePem,
    clientSecret: secret[now],
    publicKey: theirs[now].publicPem,
    ...(isOverlapping && { otherClientSecret: secret[other], otherPublicKey: theirs[other].publicPem }),
  };
};

/** What a partner is like while payments goes to a step: it takes both, and signs by the new ones when payments knows them. */
const otherSide = ({ secret, ours, theirs }: PartnerSecrets, step: number): Partial<PartnerOptions> => {
  const isFresh = step >= 2;
  const [now, other] = isFresh ? (['fresh', 'old'] as const) : (['old', 'fresh'] as const);
  return {
    clientSecret: secret[now],
    otherClientSecret: step === 4 ? undefined : secret[other],
    clientKey: createPublicKey(ours[now].publicPem),
    otherClientKey: step === 4 ? undefined : createPublicKey(ours[other].publicPem),
    attestationKey: createPrivateKey(theirs[now].privatePem),
  };
};

/** Payment partners whose keys and secrets are rotated at both ends. */
export const startRotatingPartners = async () => {
  const simulators = await startSimulators();
  const secrets = new Map(codes.map((code) => [code as string, newSecrets()]));
  /** The partners are ready for payments to go to a step; 4: they know the old values no more. */
  const to = (step: number): void => {
    for (const [code, each] of secrets)
      Object.assign(simulators.partners.get(code)?.options ?? {}, otherSide(each, step));
  };
  to(0);
  return {
    codes,
    to,
    stop: simulators.stop,
    /** PAYMENT_PARTNERS at a step. */
    configuration: (step: number): string =>
      JSON.stringify(
        [...secrets].map(([code, each]) => ({ ...simulators.configurationOf(code), ...ownSide(each, step) })),
      ),
    /** Lets a partner know an account and the proof of its holder's NIK. */
    know: (code: string, account: string): void => {
      const nikProof = randomBytes(32).toString('base64url');
      simulators.partners
        .get(code)
        ?.accounts.set(account.replace('+', ''), { isActive: true, name: 'S*** R***', nikProof });
    },
  };
};
