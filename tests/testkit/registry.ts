import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Finding } from '../../schema/registry/finding.ts';
import type { Grant } from '../../schema/registry/grant.ts';
import { keyIdOf, publicKeyText } from '../../schema/registry/key.ts';
import type { OwnershipRecord } from '../../schema/registry/ownership.ts';
import { hashOf, type Purpose, type Statement, signStatement } from '../../schema/registry/statement.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { registry } from '../../subgraphs/registry/features.ts';
import { smallGraph } from './small-graph.ts';
import { type OpenOptions, openSubgraph } from './subgraph.ts';

export const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

/** Somebody of an organisation, with these scopes. */
export const personOf = (id: string, org: string | null, scope: string): Caller => {
  const scopes = new Set(scope.split(' '));
  return { id, org, can: (wanted) => scopes.has(wanted) };
};

/** The programme's office, which acts for the owners of our own subgraphs. */
export const OFFICE = '018d0000-0000-7000-8000-000000000001';
export const BANK = '018d0000-0000-7000-8000-000000000106';
export const PORTAL = '018d0000-0000-7000-8000-000000000103';

const publishing = 'subgraph:publish grant:decide';
export const banker = personOf('bank-developer', BANK, publishing);
export const portal = personOf('portal-developer', PORTAL, publishing);
export const officer = personOf('officer', OFFICE, `${publishing} subgraph:approve`);
export const secondOfficer = personOf('second-officer', OFFICE, `${publishing} subgraph:approve`);

const readJson = <T>(file: string): T => JSON.parse(readFileSync(`schema/registry/${file}`, 'utf8')) as T;

const own = Object.keys(smallGraph);

/** The subgraphs with which the graph of these tests begins, or with another SDL. */
export const ownSubgraphs = (changed: Readonly<Record<string, string>> = {}) =>
  Object.entries({ ...smallGraph, ...changed }).map(([name, sdl], index) => ({
    name,
    organization: name,
    sdl,
    address: `http://127.0.0.1:${4_001 + index}/graphql`,
  }));

export const ownKeys = {
  publishers: Object.fromEntries(own.map((name) => [name, newKey()])),
  approver: newKey(),
};

export const beginning = (changed: Readonly<Record<string, string>> = {}) => ({
  subgraphs: ownSubgraphs(changed),
  ownership: readJson<OwnershipRecord>('ownership.json'),
  grants: readJson<Grant[]>('grants.json'),
  keys: ownKeys,
  names: Object.fromEntries(own.map((name) => [name, OFFICE])),
});

/** A small subgraph of a bank, which stands for itself. */
export const KUR = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize"])

type Query {
  "Offers of a loan."
  kurOffers: Int
}
`;

/** The SDL of another small subgraph, whose name is a word. */
export const smallSdl = (name: string): string => KUR.replace('kurOffers', `${name}Offers`);

export const signedBy = (key: KeyObject, statement: Statement, purpose: Purpose) => ({
  keyId: keyIdOf(key),
  signature: signStatement(statement, purpose, key),
});

export const PUBLISH = `mutation ($input: PublishSubgraphInput!, $key: String!) {
  done: publishSubgraph(input: $input, idempotencyKey: $key) {
    revision { id number hash status findings { rule severity code message coordinate line column owner howToAsk } }
    refusal { code path }
  }
}`;
export const ROLLBACK = PUBLISH.replace('PublishSubgraphInput', 'RollbackSubgraphInput').replace(
  'publishSubgraph',
  'rollbackSubgraph',
);
export const REQUEST_GRANT = `mutation ($input: RequestGrantInput!, $key: String!) {
  done: requestGrant(input: $input, idempotencyKey: $key) { grant { id } refusal { code } } }`;
export const DECIDE_GRANT = `mutation ($id: ID!) { done: decideGrant(id: $id, isGranted: true) { grant { status } refusal { code } } }`;

export const SET_CANARY_SHARE = `mutation ($id: ID!, $share: Int!, $keyId: ID!, $signature: String!) {
  done: setCanaryShare(id: $id, share: $share, keyId: $keyId, signature: $signature) {
    revision { id status canaryShare findings { code message } }
    refusal { code path }
  }
}`;

export const APPROVE = `mutation ($id: ID!, $keyId: ID!, $signature: String!) {
  done: approveSubgraph(id: $id, keyId: $keyId, signature: $signature) {
    revision { id status findings { code message } }
    refusal { code path }
  }
}`;

export interface DoneAnswer<T = Record<string, unknown>> {
  done: {
    revision: (T & { id: string; status: string; number: number; hash: string }) | null;
    refusal: RefusalAnswer | null;
  };
}

interface RefusalAnswer {
  code: string;
  path: string[];
}

/** What a publisher states of the bank's subgraph. */
export const kurStatement = (change: Partial<Statement & { sdl: string }> = {}): Statement & { sdl: string } => {
  const sdl = change.sdl ?? (change.subgraph ? smallSdl(change.subgraph) : KUR);
  const base = {
    organization: BANK,
    subgraph: 'kur',
    number: 1,
    previous: null,
    address: 'https://kur.example/graphql',
  };
  return { ...base, sdlHash: hashOf(sdl), ...change, sdl };
};

/** The input of `publishSubgraph` for a statement, signed by its publisher. */
export const inputOf = (key: KeyObject, { sdl, ...statement }: Statement & { sdl: string }, change: object = {}) => {
  const { organization, subgraph, number, previous, address } = statement;
  return {
    organization,
    subgraph,
    number,
    previous,
    address,
    sdl,
    ...signedBy(key, statement, 'publisher'),
    ...change,
  };
};

const REGISTER = `mutation ($input: RegisterPublisherKeyInput!) { done: registerPublisherKey(input: $input) { key { id } refusal { code } } }`;
const APPROVE_KEY = `mutation ($id: ID!) { done: approvePublisherKey(id: $id) { key { status } refusal { code } } }`;

/** The registry as it begins, with a small graph. */
export const openRegistry = async (options: Pick<OpenOptions, 'now' | 'env' | 'log'> = {}) => {
  // Whoever tests something else is spared the conformance run; a test of it says whose subgraphs are the graph's own.
  const env = { OWN_PUBLISHERS: JSON.stringify([...own, BANK, PORTAL]), ...options.env };
  const opened = await openSubgraph('registry', registry, { ...options, env });
  const { ask, services } = opened;
  const published = await services.bootstrap.run(beginning());
  const enroll = async (caller: Caller, role: 'PUBLISHER' | 'APPROVER') => {
    const key = newKey();
    const input = { publicKey: publicKeyText(key), role };
    await ask(caller, REGISTER, { input });
    await ask(caller === secondOfficer ? officer : secondOfficer, APPROVE_KEY, { id: keyIdOf(key) });
    return key;
  };
  /** Asks one mutation, whose field is `done`. @throws the first error, with its cause */
  const mutate = async <T = DoneAnswer['done']>(caller: Caller, query: string, variables: object): Promise<T> => {
    const { data, errors } = await ask<{ done: T }>(caller, query, variables);
    if (errors[0]) throw errors[0].originalError ?? errors[0];
    return data.done;
  };
  const publish = (caller: Caller, input: object, key: string = uuidv7()) => mutate(caller, PUBLISH, { input, key });
  const approve = (caller: Caller, id: string, signed: { keyId: string; signature: string }) =>
    mutate(caller, APPROVE, { id, ...signed });
  /** Publishes a change of one of the graph's own subgraphs; where nothing speaks against it, it is withdrawn again. */
  const tryOwn = async (name: string, change: (sdl: string) => string) => {
    const { rows } = await opened.database.pool.query<{ number: number; hash: string; address: string }>(
      'select number, hash, address from subgraph_revision where subgraph = $1 order by number desc limit 1',
      [name],
    );
    const [last] = rows;
    const begun = smallGraph[name] ?? '';
    const sdl = change(begun);
    if (!last || sdl === begun) throw new Error(`nothing to publish of ${name}`);
    const { number, hash: previous, address } = last;
    const statement = {
      organization: name,
      subgraph: name,
      number: number + 1,
      previous,
      address,
      sdlHash: hashOf(sdl),
    };
    const { revision, refusal } = await publish(
      officer,
      inputOf(ownKeys.publishers[name] as KeyObject, { ...statement, sdl }),
    );
    if (!revision) throw new Error(refusal?.code);
    const WITHDRAW = `mutation ($id: ID!) { done: withdrawSubgraph(id: $id) { revision { id } refusal { code } } }`;
    if (revision.status === 'CHECKED') await mutate(officer, WITHDRAW, { id: revision.id });
    return { status: revision.status, findings: revision.findings as Finding[] };
  };
  return { ...opened, published, mutate, enroll, publish, approve, tryOwn };
};
