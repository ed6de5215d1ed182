import { randomUUID } from 'node:crypto';
import { parse } from 'graphql';
import { joinedElements } from '../../schema/registry/sdl/joined.ts';
import { EVERYTHING } from '../../schema/registry/withheld.ts';
import type { CanaryOffer, CanarySource } from '../canary/canary-source.ts';
import type { SupergraphCheck } from '../revision/candidate.ts';
import { revisionIdOf } from '../revision/revision.ts';
import { RefusedOffer, type SupergraphSource } from '../revision/source.ts';
import { createBundleRequest } from './bundle-request.ts';
import { tellCounts, tellEnd } from './canary-reports.ts';
import { type KeyList, keyListOf } from './key-list.ts';
import type { PinnedKeys } from './pinned-keys.ts';
import type { SignedRevision, TrustStore } from './trust-store.ts';
import { type Verify, verifyApart } from './verify-apart.ts';
import { createVersionWatch } from './version-watch.ts';
import type { WithheldStatement } from './withheld.ts';

export interface RegistryOptions {
  /** URL of the bundle. */
  url: string;
  /** The bearer by which the registry knows gateways. */
  secret?: string | undefined;
  /** A path, or the list of keys as JSON. */
  keys: string;
  store: TrustStore;
  log?: { warn(details: object, message: string): void };
  now?: () => number;
  /** Verifies a bundle; in a process of its own where it is undefined. */
  verify?: Verify;
  /** Id of this process among all gateways. */
  gateway?: string;
}

/** The supergraph that the registry serves, as far as the operator's keys vouch for it. */
export interface RegistrySource extends SupergraphSource {
  canary: CanarySource;
  /** Refuses what depends on a key that is revoked by now, whenever it was taken. */
  check: SupergraphCheck;
  close(): Promise<void>;
}

/** Elements that a refusal names. */
const MOST_SHOWN = 5;
/** More than the revisions that are kept for a rollback. */
const MOST_COMPOSED = 100;

export const createRegistrySource = (options: RegistryOptions): RegistrySource => {
  const { url, store, now = Date.now, verify = verifyApart, gateway = randomUUID() } = options;
  const keyList = keyListOf(options.keys);
  const request = createBundleRequest(options);
  let bundle: string | undefined;
  let verified: { bundle: string; keys: PinnedKeys } | undefined;
  let canary: CanaryOffer | undefined;
  let lost: readonly string[] = [];
  let isRevocation = false;
  const composed = new Map<string, string>();
  let reports = 0;

  const believe = async (text: string, keys: PinnedKeys): Promise<string> => {
    const seen = await store.seen();
    const withheld = await store.withheld();
    const report = await verify({ bundle: text, keys: keys.text, seen, withheld, now: now(), composed });
    if ('fault' in report) {
      verified = { bundle: text, keys };
      throw new RefusedOffer(revisionIdOf(text), report.fault);
    }
    composed.set(...report.composition);
    if (composed.size > MOST_COMPOSED) composed.delete(composed.keys().next().value ?? '');
    const numbers = Object.fromEntries(report.seen.map(({ subgraph, number }) => [subgraph, number]));
    await store.recordSigned(revisionIdOf(report.supergraph), { keys: report.signers, numbers });
    await store.remember(report.seen);
    await store.withhold(report.withheld);
    lost = report.lost;
    isRevocation = report.withheld.some(({ hash }) => !withheld.some((each) => each.hash === hash));
    canary = report.canary && { ...report.canary, base: revisionIdOf(report.supergraph) };
    if (report.canary) {
      const { supergraph, signers, subgraph, number } = report.canary;
      const signed = { keys: signers, numbers: { ...numbers, [subgraph]: number } };
      await store.recordSigned(revisionIdOf(supergraph), signed);
    }
    if (report.canaryFault !== undefined) options.log?.warn({ reason: report.canaryFault }, 'a canary is not believed');
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
    return bundle === undefined || isKnown ? undefined : believe(bundle, keys);
  };

  return {
    name: url,
    get isRevocation() {
      return isRevocation;
    },
    withdrawn: () => lost,
    read,
    changed: createVersionWatch(options),
    canary: {
      offered: () => canary,
      ended: () => store.endedCanaries(),
      remember: (id, reason) => store.endCanary(id, reason),
      async end(id, reason) {
        await store.endCanary(id, reason);
        await tellEnd(options, { hash: id, reason });
      },
      count(hash, counts) {
        reports += 1;
        return tellCounts(options, { hash, gateway, number: reports, ...counts });
      },
    },
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
  return async ({ id, supergraph }) => {
    const [keys, signed, withheld] = await Promise.all([keyList.read(), store.signedOf(id), store.withheld()]);
    if (!signed) return undefined;
    const revoked = signed.keys.filter((key) => keys.isRevoked(key, now()));
    if (revoked.length > 0) return `it depends on a key that is revoked: ${revoked.join(', ')}`;
    const shown = withheld.flatMap((each) => shownOf(supergraph, signed, each));
    return shown.length === 0 ? undefined : `it shows what its owner grants no more: ${shown.join(', ')}`;
  };
};

/** What a supergraph shows of a statement that is withheld, or of an earlier one of the same subgraph. */
const shownOf = (supergraph: string, { numbers }: SignedRevision, withheld: WithheldStatement): string[] => {
  const { subgraph, number, elements } = withheld;
  if ((numbers[subgraph] ?? 0) > number) return [];
  const answered = [...joinedElements(parse(supergraph), subgraph)].filter(([, { isAnswered }]) => isAnswered);
  const isMeant = (coordinate: string) => elements.includes(EVERYTHING) || elements.includes(coordinate);
  return answered
    .map(([coordinate]) => coordinate)
    .filter(isMeant)
    .slice(0, MOST_SHOWN);
};
