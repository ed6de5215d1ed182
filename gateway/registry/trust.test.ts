import { expect, test } from 'vitest';
import type { Bundle, BundleRevision } from '../../schema/registry/bundle.ts';
import { hashOf, type Statement, signStatement, statementHash } from '../../schema/registry/statement.ts';
import { composedOf, Histories, keyList, newKey, type Publication, signed, type TestKey } from '../testkit/registry.ts';
import type { SeenStatement } from './chain.ts';
import { type VerificationReport, verify as verifyTask } from './verification.ts';

const publisher = newKey({ organization: 'bank', role: 'publisher', subgraphs: ['kur'], person: 'ani' });
const approver = newKey({ organization: 'pmo', role: 'approver' });
const owner = newKey({ organization: 'pmo', role: 'publisher', subgraphs: ['pmo'], person: 'budi' });
const pinned = [publisher, approver, owner];
const offers = 'type Query { kurOffers: Int }';
const moreOffers = 'type Query { kurOffers: Int kurRate: Float }';
const address = 'https://kur.example/graphql';

const kur: Publication = { organization: 'bank', subgraph: 'kur', sdl: offers, address, publisher, approver };
const pmo: Publication = {
  organization: 'pmo',
  subgraph: 'pmo',
  sdl: 'type Query { wave: Int }',
  address: 'https://pmo.example/graphql',
  publisher: owner,
  approver: newKey({ organization: 'pmo', role: 'approver', person: 'citra' }),
};
const everyone = [...pinned, pmo.approver];

const histories = (...published: Publication[]) => {
  const made = new Histories();
  for (const each of published) made.publish(each);
  return made;
};
const bundleOf = (...published: Publication[]) => histories(...published).bundle();

interface GatewayState {
  keys?: readonly TestKey[];
  seen?: readonly SeenStatement[];
  now?: number;
  composed?: ReadonlyMap<string, string>;
}

const verify = (
  bundle: Bundle | string,
  { keys = everyone, seen = [], now = Date.now(), ...rest }: GatewayState = {},
): VerificationReport => {
  const text = typeof bundle === 'string' ? bundle : JSON.stringify(bundle);
  return verifyTask({ bundle: text, keys: keyList(keys), seen, now, ...rest });
};
const faultOf = (bundle: Bundle | string, given?: GatewayState) => {
  const report = verify(bundle, given);
  return 'fault' in report ? report.fault : undefined;
};
const seenOf = (bundle: Bundle): SeenStatement[] => {
  const report = verify(bundle);
  if ('fault' in report) throw new Error(report.fault);
  return report.seen;
};

/** Changes the first revision, and composes what comes out as a registry that was taken over would. */
const changed = (bundle: Bundle, change: (revision: BundleRevision) => Partial<BundleRevision>): Bundle => {
  const [first, ...rest] = bundle.revisions;
  const revisions = [{ ...(first as BundleRevision), ...change(first as BundleRevision) }, ...rest];
  return { ...bundle, ...composedOf(revisions), revisions };
};
const stating = (bundle: Bundle, statement: Partial<Statement>) =>
  changed(bundle, (revision) => ({ statement: { ...revision.statement, ...statement } }));

test('what is signed, approved and composed as it says is the supergraph, in the order of the bundle', () => {
  const bundle = bundleOf(pmo, kur);
  expect(verify(bundle)).toEqual({
    supergraph: bundle.supergraph,
    seen: bundle.revisions.map(({ statement }) => ({
      subgraph: statement.subgraph,
      number: 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })),
    signers: [owner, pmo.approver, publisher, approver].map(({ entry }) => entry.id),
    withheld: [],
    lost: [],
    composition: [expect.stringMatching(/^[0-9a-f]{64}$/), bundle.supergraphHash],
  });
});

test('what was composed here before is not composed again, and another text is refused by its hash', () => {
  const bundle = bundleOf(pmo, kur);
  const report = verify(bundle);
  if ('fault' in report) throw new Error(report.fault);
  const [parts] = report.composition;
  const composed = new Map([[parts, bundle.supergraphHash]]);
  expect(verify(bundle, { composed })).toEqual(report);
  const fault = 'the supergraph is not what its subgraphs compose to';
  const supergraph = `${bundle.supergraph}# more`;
  const forged = { ...bundle, supergraph, supergraphHash: hashOf(supergraph) };
  expect(verify(forged, { composed })).toEqual({ fault });
  // The hash of today counts, where it was another one then.
  expect(verify(bundle, { composed: new Map([[parts, 'f'.repeat(64)]]) })).toEqual({ fault });
});

test.each<[string, () => Bundle | string, string]>([
  [
    'a forged signature',
    () => changed(bundleOf(kur), ({ publisher: { keyId } }) => ({ publisher: { keyId, signature: 'A'.repeat(86) } })),
    "the publisher's signature of 1 of kur: it is forged",
  ],
  [
    'a forged approval',
    () => changed(bundleOf(kur), ({ approver: { keyId } }) => ({ approver: { keyId, signature: 'A'.repeat(86) } })),
    "the approver's signature of 1 of kur: it is forged",
  ],
  ['a swapped address', () => stating(bundleOf(kur), { address: 'https://evil.example/' }), 'it is forged'],
  [
    'a swapped SDL',
    () => changed(bundleOf(kur), () => ({ sdl: moreOffers })),
    'statement 1 of kur is about another SDL',
  ],
  [
    'a swapped SDL with its hash',
    () => changed(stating(bundleOf(kur), { sdlHash: hashOf(moreOffers) }), () => ({ sdl: moreOffers })),
    'it is forged',
  ],
  [
    'a publisher’s signature as an approval',
    () => changed(bundleOf(kur), (revision) => ({ approver: revision.publisher })),
    'no approver has the pinned key',
  ],
  [
    'a publisher’s key that signs as an approver',
    () => bundleOf({ ...kur, approver: publisher }),
    'no approver has the pinned key',
  ],
  [
    'a key that nobody pinned',
    () => bundleOf({ ...kur, publisher: newKey({ organization: 'bank', role: 'publisher', subgraphs: ['kur'] }) }),
    'no publisher has the pinned key',
  ],
  ['another organisation’s key', () => bundleOf({ ...kur, organization: 'pmo' }), 'the key is of bank'],
  ['a key for another subgraph', () => bundleOf({ ...kur, subgraph: 'pmo' }), 'the key is not for that subgraph'],
  [
    'a supergraph with one field more than its subgraphs have',
    () => {
      const bundle = bundleOf(kur);
      const supergraph = bundle.supergraph.replace('kurOffers: Int', 'kurOffers: Int secrets: Int');
      expect(supergraph).not.toBe(bundle.supergraph);
      return { ...bundle, supergraph, supergraphHash: hashOf(supergraph) };
    },
    'the supergraph is not what its subgraphs compose to',
  ],
  [
    'the hash of another supergraph',
    () => ({ ...bundleOf(kur), supergraphHash: hashOf('') }),
    'the supergraph is not what its subgraphs compose to',
  ],
  [
    'a supergraph with the hash of what its subgraphs compose to',
    () => ({ ...bundleOf(kur), supergraph: 'type Query { secrets: Int }' }),
    'the supergraph is not what its subgraphs compose to',
  ],
  [
    'a renamed access directive',
    () => {
      const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: [{ name: "@authenticated", as: "@open" }]) type Query { kurOffers: Int @open }`;
      return { ...bundleOf({ ...kur, sdl: offers }), revisions: changedSdl(sdl) };
    },
    'renames an import',
  ],
  [
    'a subgraph twice',
    () => ({ ...bundleOf(kur), revisions: Array(2).fill(bundleOf(kur).revisions[0]) }),
    'kur is live twice',
  ],
  ['an address with a password', () => bundleOf({ ...kur, address: 'https://a:b@kur.example/' }), 'names no address'],
  ['another scheme', () => bundleOf({ ...kur, address: 'file:///etc/passwd' }), 'names no address'],
  ['what is not JSON', () => '<html>', 'the bundle is not JSON'],
  ['another shape', () => '{"format":1}', 'the bundle is malformed at supergraph'],
])('%s is refused', (_, bundle, reason) => {
  expect(faultOf(bundle())).toContain(reason);
});

/** Signed as it is, but never composed. */
const changedSdl = (sdl: string): BundleRevision[] =>
  bundleOf(kur).revisions.map(({ statement, chain }) => ({
    ...signed({ ...statement, sdlHash: hashOf(sdl) }, { ...kur, sdl }),
    chain,
  }));

test('a key counts from its first day to its last, and a revoked one never', () => {
  const bundle = bundleOf(kur);
  const [before, after] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const withKey = (more: object) => [{ ...publisher, entry: { ...publisher.entry, ...more } }, approver];
  expect(faultOf(bundle, { keys: withKey({ until: after }) })).toBeUndefined();
  expect(faultOf(bundle, { keys: withKey({ until: before }) })).toContain('the key has expired');
  expect(faultOf(bundle, { keys: withKey({ from: after }) })).toContain('the key is not in force yet');
  expect(faultOf(bundle, { keys: withKey({ revokedOn: before }) })).toContain('the key is revoked');
  // What was taken while the key was in force stays when it runs out; when it is revoked, it does not.
  const seen = seenOf(bundle);
  expect(faultOf(bundle, { keys: withKey({ until: before }), seen })).toBeUndefined();
  expect(faultOf(bundle, { keys: withKey({ revokedOn: before }), seen })).toContain('the key is revoked');
});

test('a key that the registry calls revoked is trusted no more, and one that it calls good is no better for it', () => {
  const told = (key: TestKey, isRevoked: boolean) => ({
    id: key.entry.id,
    organization: key.entry.organization,
    role: key.entry.role,
    publicKey: String(key.entry.publicKey),
    isRevoked,
  });
  const bundle = bundleOf(kur);
  expect(faultOf({ ...bundle, keys: [told(publisher, true)] })).toContain('is revoked');
  expect(faultOf({ ...bundle, keys: [told(publisher, false)] }, { keys: [approver] })).toContain(
    'no publisher has the pinned key',
  );
});

test.each<[string, object, object]>([
  ['one person in two organisations', { person: 'ani' }, { organization: 'pmo', person: 'ani' }],
  ['an organisation whose keys name nobody', {}, { organization: 'bank' }],
  ['an organisation of whose keys one names nobody', { person: 'ani' }, { organization: 'bank' }],
])('approval of its own by %s is refused', (_, one, other) => {
  expect(approvalFault(one, other)).toBe('statement 1 of kur is approved by who published it');
});

test.each<[string, object, object]>([
  ['two people of one organisation', { person: 'ani' }, { organization: 'bank', person: 'budi' }],
  ['two organisations whose keys name nobody', {}, { organization: 'pmo' }],
])('approval by %s is taken', (_, one, other) => {
  expect(approvalFault(one, other)).toBeUndefined();
});

const approvalFault = (one: object, other: object) => {
  const publishing = newKey({ organization: 'bank', role: 'publisher', subgraphs: ['kur'], ...one });
  const approving = newKey({ organization: 'pmo', role: 'approver', ...other });
  return faultOf(bundleOf({ ...kur, publisher: publishing, approver: approving }), { keys: [publishing, approving] });
};

const more: Publication = { ...kur, sdl: moreOffers };

test('an old bundle that is played again is refused, and so is a gap and a second statement of one number', () => {
  const first = bundleOf(kur);
  const third = bundleOf(kur, more, kur);
  const seen = seenOf(bundleOf(kur, more));
  expect(faultOf(third, { seen })).toBeUndefined();
  expect(faultOf(first, { seen })).toBe('statement 1 of kur is older than 2, which was seen');
  const shortened = changed(bundleOf(kur, more, kur, more), ({ chain }) => ({ chain: chain.slice(3) }));
  expect(faultOf(shortened, { seen })).toBe('statement 4 of kur leaves a gap after 2, which was seen');
  const holed = changed(bundleOf(kur, more, kur, more), ({ chain }) => ({ chain: chain.toSpliced(2, 1) }));
  expect(faultOf(holed)).toBe('statement 4 of kur follows number 2');
  expect(faultOf(bundleOf(kur, kur), { seen })).toBe('there are two statements 2 of kur');
  expect(faultOf(bundleOf(more, more, kur), { seen })).toBe('there are two statements 2 of kur');
});

test('a chain of which a link is of another statement or subgraph is none, and only the first has none before it', () => {
  const first = bundleOf(kur).revisions[0];
  const second = bundleOf(kur, more).revisions[0];
  if (!first || !second) throw new Error('something is missing');
  const signedAs = (statement: Partial<Statement>, chain: BundleRevision['chain']) =>
    changed(bundleOf(kur, more), ({ statement: given }) => ({
      ...signed({ ...given, ...statement }, more),
      chain,
    }));
  const { sdl: _, ...link } = first;
  const other = { ...link, statement: { ...link.statement, address: 'https://other.example/' } };
  const foreign = { ...link, statement: { ...link.statement, subgraph: 'pmo' } };
  expect(faultOf(signedAs({}, [link]))).toBeUndefined();
  expect(faultOf(signedAs({}, [other]))).toBe('statement 2 of kur follows another statement 1');
  const previous = statementHash(foreign.statement);
  expect(faultOf(signedAs({ previous }, [foreign]))).toBe('statement 2 of kur follows one of pmo');
  const alone = 'is the first one by its number or hash only';
  expect(faultOf(signedAs({ number: 1 }, []))).toBe(`statement 1 of kur ${alone}`);
  expect(faultOf(signedAs({ previous: null }, []))).toBe(`statement 2 of kur ${alone}`);
});

test('a rollback is the next number, and brings back what it names', () => {
  const seen = seenOf(bundleOf(kur, more));
  const back = bundleOf(kur, more, { ...kur, rollbackTo: 1 });
  const report = verify(back, { seen });
  expect(report).toMatchObject({ supergraph: bundleOf(kur).supergraph, seen: [{ subgraph: 'kur', number: 3 }] });
  const fault = (...published: Publication[]) => faultOf(bundleOf(...published), { seen });
  expect(fault(kur, more, { ...more, rollbackTo: 1 })).toContain('goes back to 1, but has another SDL or address');
  expect(fault(kur, more, { ...kur, address: 'https://other.example/', rollbackTo: 1 })).toContain('another SDL');
  expect(fault(kur, more, { ...kur, rollbackTo: 3 })).toContain('goes back to 3, which is not in its chain');
});

test('a statement by a stolen key between two others does not keep out its mending', () => {
  const stolen = newKey({
    organization: 'bank',
    role: 'publisher',
    subgraphs: ['kur'],
    revokedOn: '2026-01-01T00:00:00Z',
  });
  const mended = bundleOf(kur, { ...more, publisher: stolen }, { ...kur, rollbackTo: 1 });
  expect(faultOf(mended, { keys: [...everyone, stolen], seen: seenOf(bundleOf(kur)) })).toBeUndefined();
  const live = bundleOf(kur, { ...more, publisher: stolen });
  expect(faultOf(live, { keys: [...everyone, stolen] })).toContain('the key is revoked');
});

test('a subgraph leaves when its keys do, not when the registry leaves it out', () => {
  const seen = seenOf(bundleOf(pmo, kur));
  const without = bundleOf(pmo);
  expect(faultOf(without, { seen })).toBe('kur, which was seen, is missing');
  expect(faultOf(without, { seen, keys: [owner, pmo.approver] })).toBeUndefined();
});

test('a signature of one role is not that of the other, whichever key made it', () => {
  const { statement } = bundleOf(kur).revisions[0] as BundleRevision;
  const made = (['publisher', 'approver'] as const).map((role) => signStatement(statement, role, publisher.key));
  expect(new Set(made).size).toBe(2);
});
