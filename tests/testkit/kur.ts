import { buildSchema, type Caller, type RequestFacts } from '@prakerja/subgraph-kit';
import { type GraphQLError, graphql } from 'graphql';
import { afterAll } from 'vitest';
import type { BureauAnswer, BureauInquiry, CreditBureau } from '../../subgraphs/kur/bureau/bureau.port.ts';
import { contextFor, createBank } from '../../subgraphs/kur/context.ts';
import { openDatabase } from '../../subgraphs/kur/database.ts';
import { resolvers } from '../../subgraphs/kur/schema.ts';
import { typeDefs } from '../../subgraphs/kur/sdl.ts';
import { databaseFrom } from './database.ts';

const schema = buildSchema({ typeDefs, resolvers });

/** Time that stands still until a test moves it. */
export const fakeClock = (start = '2026-11-30T02:00:00.000Z') => {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms),
    advance: (byMs: number) => {
      ms += byMs;
    },
  };
};

/** A bureau that answers what a test says, or fails with it. */
export const scriptedBureau = () => {
  const asked: BureauInquiry[] = [];
  const script: { answer: BureauAnswer | Error; before?: () => Promise<unknown> } = {
    answer: { collectibility: 1, openDebt: 0n },
  };
  const bureau: CreditBureau = {
    ask: async (inquiry) => {
      asked.push(inquiry);
      await script.before?.();
      if (script.answer instanceof Error) throw script.answer;
      return script.answer;
    },
  };
  return { bureau, asked, script };
};

const callerOf = (subject: string | null, ...scopes: string[]): Caller => ({
  subject,
  scopes: new Set(scopes),
  can: (scope) => scopes.includes(scope),
});

/** A person, under the name that this bank alone knows: that of the account and of the participant. */
export const person = (name: string): Caller => callerOf(name, 'self');
export const banker = (name: string): Caller => callerOf(`officer-${name}`, 'kur:decide');
export const stranger = callerOf(null);

export interface Payload {
  application: { id: string; status: string; reasons?: { code: string }[]; report?: object | null } | null;
  refusal: { code: string; path: string[]; message: string } | null;
}

const ANSWER = '{ application { id status reasons { code } report { collectibility } } refusal { code path message } }';
const OFFER = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { kur {
  eligible reasons { code message } offer { token most least longestTermMonths consent { version } } } } } }`;
const APPLY = `mutation ($input: ApplyForKurInput!, $key: String!) { done: applyForKur(input: $input, idempotencyKey: $key) ${ANSWER} }`;
const byId = (name: string) => `mutation ($id: ID!) { done: ${name}(id: $id) ${ANSWER} }`;
const DECIDE = `mutation ($input: DecideKurApplicationInput!) { done: decideKurApplication(input: $input) ${ANSWER} }`;

export interface KurAnswer {
  eligible: boolean;
  reasons: { code: string; message: string }[];
  offer: { token: string; most: number } | null;
}

/** What the owners of the graph answer about an alumna who runs a business. */
export const alumna = { workStatus: 'ENTREPRENEUR', certificateCount: 1 };

export interface OpenKurOptions {
  now?: () => Date;
  bureau?: CreditBureau;
  checkForMs?: number;
}

const DAY_MS = 86_400_000;

type Bank = ReturnType<typeof createBank>;

const askerOf =
  (bank: Bank) =>
  async <T>(
    caller: Caller,
    source: string,
    variables: Record<string, unknown> & { language?: RequestFacts['language'] } = {},
  ) => {
    const { language = 'en' } = variables;
    const facts = { caller, requestId: 'test', language, signal: new AbortController().signal, deadlineMs: Infinity };
    const contextValue = contextFor(bank)(facts);
    const { data, errors = [] } = await graphql({ schema, source, variableValues: { ...variables }, contextValue });
    return {
      data: data as T,
      errors: errors as GraphQLError[],
      codes: errors.map(({ extensions }) => extensions.code),
    };
  };

/** What callers do, by name. */
const deedsOf = (ask: ReturnType<typeof askerOf>) => {
  const done = async (caller: Caller, source: string, variables: Record<string, unknown>): Promise<Payload> => {
    const { data, errors } = await ask<{ done: Payload }>(caller, source, variables);
    if (errors[0]) throw errors[0].originalError ?? errors[0];
    return data.done;
  };
  const offerOf = async (name: string, facts: object = alumna): Promise<KurAnswer> => {
    const people = [{ __typename: 'Participant', id: name, ...facts }];
    const { data, errors } = await ask<{ _entities: [{ kur: KurAnswer }] }>(person(name), OFFER, { people });
    if (errors[0]) throw errors[0].originalError ?? errors[0];
    return data._entities[0].kur;
  };
  const inputOf = async (name: string, change: object = {}) => ({
    offer: (await offerOf(name)).offer?.token ?? '',
    amount: 4_000_000,
    termMonths: 12,
    purpose: 'WORKING_CAPITAL',
    consent: { purpose: 'CREDIT_CHECK', textVersion: '2026-11' },
    ...change,
  });
  return {
    offerOf,
    inputOf,
    apply: async (name: string, change: object = {}, { key = crypto.randomUUID() as string, as = person(name) } = {}) =>
      done(as, APPLY, { input: await inputOf(name, change), key }),
    withdraw: (name: string, id: string) => done(person(name), byId('withdrawKurApplication'), { id }),
    withdrawConsent: (name: string, id: string) => done(person(name), byId('withdrawKurConsent'), { id }),
    recheck: (name: string, id: string) => done(banker(name), byId('recheckKurApplication'), { id }),
    approve: (name: string, id: string, ...reasons: string[]) =>
      done(banker(name), DECIDE, {
        input: { id, outcome: 'APPROVE', reasons: reasons[0] ? reasons : ['GOOD_RECORD'] },
      }),
    decline: (name: string, id: string, ...reasons: string[]) =>
      done(banker(name), DECIDE, {
        input: { id, outcome: 'DECLINE', reasons: reasons[0] ? reasons : ['NOT_AFFORDABLE'] },
      }),
  };
};

/** The bank with a database of its own; its worker runs when a test says so (`bank.checks.run`). */
export const openKur = async ({
  now = fakeClock().now,
  bureau = scriptedBureau().bureau,
  checkForMs = DAY_MS,
}: OpenKurOptions = {}) => {
  const url = await databaseFrom('kur', async (template) => (await openDatabase(template)).close());
  const database = await openDatabase(url, 4);
  afterAll(() => database.close());
  const quiet = { warn: () => undefined, error: () => undefined };
  const timing = { checkForMs, leaseMs: 10_000, everyMs: 1_000, chance: () => 0.5 };
  const secret = Buffer.alloc(32, 7);
  const bank = createBank({ database, bureau, now, secret, ...timing, log: quiet });
  const ask = askerOf(bank);
  return { ...deedsOf(ask), ask, bank, database };
};
