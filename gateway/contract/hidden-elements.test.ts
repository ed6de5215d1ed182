import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Audience } from '../../subgraphs/kit/audiences.ts';
import { type AudienceGraphs, readAudiences } from '../supergraph.ts';
import {
  type HiddenElement,
  hiddenElements,
  hiddenNames,
  madeUpName,
  type Probe,
  Probes,
} from '../testkit/hidden-elements.ts';
import { market } from '../testkit/market.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

const roles = { public: 'participant', platform: 'platform', portal: 'portal', payment: 'wallet' } as const;
const audiences = Object.keys(roles) as (keyof typeof roles)[];

let stack: Stack;
let graphs: AudienceGraphs;
let tokens: Readonly<Record<Audience, string>>;
beforeAll(async () => {
  const limits = { client: 0, person: 0, anonymous: 0 };
  stack = await startStack({ subgraphs: market(), env: { RATE_LIMITS: JSON.stringify(limits) } });
  graphs = readAudiences(stack.supergraph);
  const sign = (role: string) => stack.issuer.sign({ sub: `some-${role}`, azp: role, role });
  const [ofPublic, platform, portal, payment, officer] = await Promise.all(
    [...Object.values(roles), 'officer'].map(sign),
  );
  tokens = { public: ofPublic, platform, portal, payment, officer } as typeof tokens;
});
afterAll(() => stack.stop());

const bearer = (audience: Audience) => ({ authorization: `Bearer ${tokens[audience]}` });

type Ask = (probe: Probe, audience: Audience) => Promise<string>;

const post =
  (headers: Record<string, string> = {}): Ask =>
  async (probe, audience) =>
    (await stack.post(probe, { ...bearer(audience), ...headers })).text();

const get: Ask = async ({ query, variables = {} }, audience) => {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  return (await fetch(`${stack.url}?${search}`, { headers: bearer(audience) })).text();
};

const overSocket: Ask = async (probe, audience) => {
  const client = createClient({
    url: stack.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: bearer(audience),
  });
  const seen: unknown[] = [];
  try {
    for await (const payload of client.iterate({ variables: null, ...probe })) seen.push(payload);
  } catch (error) {
    seen.push(error);
  } finally {
    await client.dispose();
  }
  return JSON.stringify(seen);
};

const transports: Record<string, Ask> = {
  POST: post(),
  'a dry run': post({ 'x-dry-run': '1' }),
  'a trace': post({ 'x-trace': '1', 'x-cost': '1' }),
  'a plan': post({ 'x-trace': 'plan' }),
  'another media type': post({ accept: 'application/graphql-response+json' }),
  Indonesian: post({ 'accept-language': 'id' }),
  'an event stream': post({ accept: 'text/event-stream' }),
  GET: get,
  'a socket': overSocket,
};

/** What differs between any two answers, and suggestions, of which it is tried elsewhere that they name nothing hidden. */
const plain = (text: string) =>
  text
    .replaceAll(/ Did you mean [^?]*\?/g, '')
    .replaceAll(/"durationMs":[\d.]+/g, '')
    .replaceAll(/"(remaining|resetSeconds)":\d+/g, '');

/** Names in what an audience was answered that are of hidden elements, and not of its question. */
const toldIn = (answer: string, { query, variables }: Probe, hidden: readonly string[]) => {
  const asked = `${query} ${JSON.stringify(variables)}`;
  return hidden.filter((name) => !asked.includes(name) && new RegExp(`\\b${name}\\b`).test(answer));
};

const elementsOf = (audience: Audience) => {
  const { schema } = graphs[audience];
  const full = graphs.officer.schema;
  return { probes: new Probes(schema), elements: hiddenElements(schema, full), hidden: hiddenNames(schema, full) };
};

/** Asks by a name and by a made-up one; says where the answers differ or tell what is hidden. */
const faultsOf = async (ask: Ask, audience: Audience, some: (probes: Probe[]) => Probe[]) => {
  const { probes, elements, hidden } = elementsOf(audience);
  const judge = async (element: HiddenElement) => {
    const made = madeUpName(element.name);
    const real = some(probes.of(element, element.name));
    const twins = some(probes.of(element, made));
    const judged = real.map(async (probe, index) => {
      const answer = await ask(probe, audience);
      const twin = await ask(twins[index] as Probe, audience);
      const isSame = plain(answer) === plain(twin).replaceAll(made, element.name);
      const told = toldIn(answer, probe, hidden);
      const faults = [
        ...(isSame ? [] : [`${answer} and not ${twin}`]),
        ...told.map((name) => `${answer} tells ${name}`),
      ];
      return faults.map((fault) => `${audience}, ${element.coordinate}: ${probe.query}: ${fault}`);
    });
    return (await Promise.all(judged)).flat();
  };
  return (await Promise.all(elements.map(judge))).flat();
};

test.each(audiences)(
  'what %s is not shown is answered as what does not exist, by every name and in every form',
  async (audience) => {
    expect(await faultsOf(transports.POST as Ask, audience, (probes) => probes)).toEqual([]);
  },
);

test.each(Object.keys(transports).filter((name) => name !== 'POST'))(
  '%s tells of nothing that is not shown',
  async (transport) => {
    for (const audience of audiences)
      expect(await faultsOf(transports[transport] as Ask, audience, (probes) => probes.slice(0, 1))).toEqual([]);
  },
);

test('a document that another audience asked before is as unknown as it was', async () => {
  const { probes, elements } = elementsOf('public');
  for (const element of elements) {
    for (const probe of probes.of(element, element.name).slice(0, 2)) {
      const before = await post()(probe, 'public');
      await post()(probe, 'officer');
      await post()(probe, 'portal');
      expect(plain(await post()(probe, 'public'))).toBe(plain(before));
    }
  }
});

test('elements of every kind are tried', () => {
  const kinds = ['type', 'field', 'argument', 'input field', 'value'];
  const counted = audiences.map((audience) => {
    const { elements } = elementsOf(audience);
    return kinds.map((kind) => elements.filter((element) => element.kind === kind).length);
  });
  const allOfThem = [5, 10, 3, 1, 2];
  expect(counted).toEqual([allOfThem, allOfThem, [0, 2, 1, 0, 0], allOfThem]);
});

test('the probes find what is shown: to officers each is answered', async () => {
  const { probes, elements } = elementsOf('public');
  const answers = await Promise.all(
    elements.map(async (element) => {
      const [probe] = probes.of(element, element.name);
      return probe && JSON.parse(await post()(probe, 'officer'));
    }),
  );
  const unknown = answers.filter(({ errors = [] }) => JSON.stringify(errors).match(/Cannot query|Unknown/));
  expect(unknown).toEqual([]);
});
