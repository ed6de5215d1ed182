import type { SupergraphCheck } from '../revision/candidate.ts';
import { revisionIdOf } from '../revision/revision.ts';
import { RefusedOffer, type SupergraphSource } from '../revision/source.ts';
import { createBundleRequest } from './bundle-request.ts';
import { type KeyList, keyListOf } from './key-list.ts';
import type { PinnedKeys } from './pinned-keys.ts';
import type { TrustStore } from './trust-store.ts';
import { verifyApart } from './verify-apart.ts';
import { createVersionWatch } from './version-watch.ts';

export interface RegistryOptions {
  /** URL of the bundle. */
  url: string;
  /** The bearer by which the registry knows gateways. */
  secret?: string | undefined;
  /** A path, or the list of keys as JSON. */
  keys: string;
  store: TrustStore;
  now?: () => number;
}

/** The supergraph that the registry serves, as far as the operator's keys vouch for it. */
export interface RegistrySource extends SupergraphSource {
  /** Refuses what depends on a key that is revoked by now, whenever it was taken. */
  check: SupergraphCheck;
  close(): Promise<void>;
}

export const createRegistrySource = (options: RegistryOptions): RegistrySource => {
  const { url, store, now = Date.now } = options;
  const keyList = keyListOf(options.keys);
  const request = createBundleRequest(options);
  let bundle: string | undefined;
  let verified: { bundle: string; keys: PinnedKeys } | undefined;

  const verify = async (text: string, keys: PinnedKeys): Promise<string> => {
    const report = await verifyApart({ bundle: text, keys: keys.text, seen: await store.seen(), now: now() });
    if ('fault' in report) {
      verified = { bundle: text, keys };
      throw new RefusedOffer(revisionIdOf(text), report.fault);
    }
    await store.recordSigners(revisionIdOf(report.supergraph), report.signers);
    await store.remember(report.seen);
    verified = { bundle: text, keys };
    return report.supergraph;
  };

  const read = async () => {
    const keys = await keyList.read();
    const answered = await request().catch((error: unknown) => {
      throw new Error(`cannot read the bundle of ${url} (SUPERGRAPH): ${reasonOf(error)}`);
    });
    bundle = answered ?? bundle;
    // It is looked at again where it is the same but the keys are not, and where the look before broke off.
    const isKnown = bundle === verified?.bundle && keys === verified?.keys;
    return bundle === undefined || isKnown ? undefined : verify(bundle, keys);
  };

  return {
    name: url,
    read,
    changed: createVersionWatch(options),
    check: checkOf({ keyList, store, now }),
    close: () => store.close(),
  };
};

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
};

interface CheckParts {
  keyList: KeyList;
  store: TrustStore;
  now: () => number;
}

const checkOf = ({ keyList, store, now }: CheckParts): SupergraphCheck => {
  return async ({ id }) => {
    const [keys, signers] = await Promise.all([keyList.read(), store.signersOf(id)]);
    const revoked = signers.filter((key) => keys.isRevoked(key, now()));
    return revoked.length === 0 ? undefined : `it depends on a key that is revoked: ${revoked.join(', ')}`;
  };
};
