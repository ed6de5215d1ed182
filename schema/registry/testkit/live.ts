import { readFileSync } from 'node:fs';
import type { Grant } from '../grant.ts';
import type { OwnershipRecord } from '../ownership.ts';
import type { CheckInput, Subgraph } from '../revision.ts';
import type { DataUseTerms } from '../terms.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

const names = ['pmo', 'training', 'payments', 'jobs', 'registry'];

/** The committed subgraphs, in the order in which they were published. */
export const live: readonly Subgraph[] = names.map((name, index) => ({
  name,
  organization: name,
  sdl: read(`../../${name}.graphql`),
  address: `http://127.0.0.1:${4001 + index}/graphql`,
}));

export const ownership: OwnershipRecord = JSON.parse(read('../ownership.json'));
export const grants: readonly Grant[] = JSON.parse(read('../grants.json'));
const supergraph = read('../../supergraph.graphql');

export const now = new Date('2026-12-01T00:00:00Z');

/** The first line of a partner's SDL: it imports all that a subgraph may. */
const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@tag", "@inaccessible", "@authenticated", "@requiresScopes", "@cost", "@listSize", "@interfaceObject", "@composeDirective"])`;

interface Options {
  grants?: readonly Partial<Grant>[];
  terms?: readonly DataUseTerms[];
  live?: readonly Subgraph[];
}

const dated = { from: '2026-11-29', grantedBy: 'somebody', approvedBy: 'another' };

/** A check of what a bank would publish as its first subgraph, `kur`, beside the committed ones. */
export const checkOfBank = (sdl: string, { grants: granted = [], ...rest }: Options = {}): CheckInput => ({
  live,
  ...(rest.live === undefined && { supergraph }),
  candidate: { name: 'kur', organization: 'bank', sdl, address: 'https://kur.bank.test/graphql' },
  ownership,
  grants: [...grants, ...granted.map((each) => ({ ...dated, to: 'bank', ...each }) as Grant)],
  terms: [],
  now,
  ...rest,
});

/** A partner's SDL with the usual header, which is its first line. */
export const withHeader = (sdl: string): string => `${header}\n${sdl}`;
