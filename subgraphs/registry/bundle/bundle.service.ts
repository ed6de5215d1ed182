import {
  type Bundle,
  type BundleCanary,
  type BundleKey,
  type BundleRevision,
  CHAIN_LENGTH,
  type ChainedStatement,
} from '../../../schema/registry/bundle.ts';
import type { Database } from '../../kit/database.ts';
import { isBearer } from '../../kit/rotating-secret.ts';
import { type DocumentRequest, hasVersion, type ServedDocument } from '../../kit/served-documents.ts';
import { LAST_RELEASE, statementOf } from '../revision/index.ts';
import {
  BUNDLE_VERSION,
  CANARY,
  type CanaryRow,
  KEYS,
  type LiveRow,
  SIGNED,
  type SignedRow,
} from './bundle.statement.ts';
import { VersionWait } from './version-wait.ts';

const publisherOf = ({ publisherKey, publisherSignature }: SignedRow) => ({
  keyId: publisherKey,
  signature: publisherSignature,
});

const approverOf = ({ approverKey, approverSignature }: SignedRow) =>
  approverKey !== null && approverSignature !== null ? { keyId: approverKey, signature: approverSignature } : undefined;

const chained = (row: SignedRow): ChainedStatement => {
  const approver = approverOf(row);
  return { statement: statementOf(row), publisher: publisherOf(row), ...(approver && { approver }) };
};

const revisionOf = (rows: readonly LiveRow[]): BundleRevision => {
  const live = rows.at(-1);
  const approver = live && approverOf(live);
  if (!live?.isLive || !approver || live.sdl === null) throw new Error('a live revision lacks what it was approved by');
  const chain = rows.slice(0, -1).map(chained);
  const withheld = withheldOf(live);
  const signed = { statement: statementOf(live), publisher: publisherOf(live), approver, sdl: live.sdl, chain };
  return { ...signed, ...(withheld && { withheld }) };
};

const withheldOf = ({ elements, wardenKey, wardenSignature }: LiveRow) =>
  elements !== null && wardenKey !== null && wardenSignature !== null
    ? { elements, warden: { keyId: wardenKey, signature: wardenSignature } }
    : undefined;

const canaryOf = (rows: readonly CanaryRow[]): BundleCanary | undefined => {
  const row = rows.at(-1);
  if (!row) return undefined;
  const { share, sdl, canaryKey, canarySignature } = row;
  if (sdl === null || canaryKey === null || canarySignature === null) throw new Error('a canary lacks its signature');
  const approver = { keyId: canaryKey, signature: canarySignature };
  return {
    statement: statementOf(row),
    publisher: publisherOf(row),
    approver,
    share,
    sdl,
    chain: rows.slice(0, -1).map(chained),
  };
};

const keyOf = ({ role, ...key }: Omit<BundleKey, 'role'> & { role: string }): BundleKey => ({
  ...key,
  role: role === 'APPROVER' ? 'approver' : 'publisher',
});

/** Returns what is live with its signatures; undefined while nothing is. */
export const readBundle = async (database: Database): Promise<Bundle | undefined> => {
  const [release] = await database.rows(LAST_RELEASE);
  if (!release) return undefined;
  const rows = await database.rows(SIGNED, [CHAIN_LENGTH]);
  const canaryRows = await database.rows(CANARY, [CHAIN_LENGTH]);
  const ids = [...rows, ...canaryRows].flatMap(({ publisherKey, approverKey }) => [publisherKey, approverKey ?? '']);
  const canary = canaryOf(canaryRows);
  if (canary) ids.push(canary.approver.keyId);
  const keys = await database.rows(KEYS, [[...new Set(ids)]]);
  return {
    format: 1,
    supergraph: release.supergraph,
    supergraphHash: release.supergraphHash,
    revisions: [...Map.groupBy(rows, ({ subgraph }) => subgraph).values()].map(revisionOf),
    ...(canary && { canary }),
    keys: keys.map(keyOf),
  };
};

/** Whether a gateway sent it: they have the secret as their bearer. */
export const holdsSecret = ({ headers: { authorization } }: DocumentRequest, secret: string | undefined): boolean =>
  isBearer(authorization, secret);

/** `GET /bundle`: for gateways, which send the secret; to others there is nothing. */
export const bundleDocument = (database: Database, secret: string | undefined): ServedDocument => ({
  path: '/bundle',
  type: 'application/json; charset=utf-8',
  answer: async (asked) => {
    if (!holdsSecret(asked, secret)) return undefined;
    const [found] = await database.rows(BUNDLE_VERSION);
    return found && { version: found.version, body: async () => JSON.stringify(await readBundle(database)) };
  },
});

/** `GET /bundle/version`: for gateways that wait for the next bundle; the answer is its ETag. */
export const versionDocument = (database: Database, secret: string | undefined): ServedDocument => {
  const wait = new VersionWait(database);
  return {
    path: '/bundle/version',
    type: 'text/plain; charset=utf-8',
    answer: async (asked) => {
      if (!holdsSecret(asked, secret)) return undefined;
      const known = asked.headers['if-none-match'];
      const version = await wait.next((each) => hasVersion(known, `"${each}"`));
      return version === undefined ? undefined : { version, body: () => version };
    },
  };
};
