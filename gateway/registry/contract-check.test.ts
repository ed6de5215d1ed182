import { expect, test } from 'vitest';
import { checkRevision } from '../../schema/registry/check.ts';
import type { CheckInput } from '../../schema/registry/revision.ts';
import { gatewayView } from './gateway-view.ts';

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag"])\n';
const shop = `${header}type Query {
  shopItems: [Item!] @tag(name: "public") @tag(name: "portal")
  shopSecret: Int @tag(name: "portal")
}
type Item { name: String @tag(name: "public") @tag(name: "portal") price: Int @tag(name: "portal") }
`;
const subgraph = { name: 'shop', organization: 'shop', sdl: shop, address: 'https://shop.test/graphql' };

const findingsOf = async (sdl: string, rest: Partial<CheckInput> = {}) => {
  const { findings } = await checkRevision({
    live: [subgraph],
    candidate: { ...subgraph, sdl },
    grants: [],
    terms: [],
    usage: [],
    ownership: { steward: 'shop', elements: {}, prefixes: {}, scopes: {}, tags: {}, links: {} },
    now: new Date('2026-12-01T00:00:00Z'),
    gateway: gatewayView(new Map()),
    ...rest,
  });
  return findings
    .filter(({ rule }) => rule === 'contract')
    .map(({ severity, code, message }) => `${severity} ${code} ${message}`);
};

test('a revision that leaves an audience without a schema is refused by the check', async () => {
  const without = shop.replace('shopItems: [Item!] @tag(name: "public")', 'shopItems: [Item!]');
  expect(await findingsOf(without)).toContainEqual(
    expect.stringMatching(/^ERROR CONTRACT_BROKEN what public is shown is no schema: Query root type/),
  );
});

test('a revision that says nothing of audiences any more is refused', async () => {
  expect(await findingsOf(shop.replaceAll(/ @tag\(name: "\w+"\)/g, ''))).toEqual([
    'ERROR CONTRACT_LOST no element has the tag of an audience any more: everyone would be shown what officers are',
  ]);
});

test('what is shown to an audience no more is weighed by its use, and its documents are kept', async () => {
  const narrower = shop.replace('price: Int @tag(name: "portal")', 'price: Int @tag(name: "officer")');
  expect(await findingsOf(narrower)).toEqual([
    'INFO SHOWN_NO_MORE Item.price would not be shown to portal any more: no client has used what it changes',
  ]);
  const use = { coordinate: 'Item.price', organization: 'portal-a', client: 'web', version: '1' };
  const usage = [{ ...use, isAuthenticated: true, executions: 7 }];
  expect(await findingsOf(narrower, { usage })).toEqual([
    'ERROR SHOWN_NO_MORE Item.price would not be shown to portal any more: it breaks portal-a, client web, version 1: 7 executions',
  ]);
  const documents = [{ organization: 'portal-a', name: 'app 1.4', text: '{ shopItems { price } }' }];
  expect(await findingsOf(narrower, { documents })).toContainEqual(
    'ERROR DOCUMENT_NOT_SHOWN portal could not ask app 1.4 of portal-a any more: Cannot query field "price" on type "Item".',
  );
});

test('a revision that shows more, or the same, is said nothing of', async () => {
  const wider = shop.replace('price: Int @tag', 'price: Int @tag(name: "public") @tag');
  expect([await findingsOf(shop), await findingsOf(wider)]).toEqual([[], []]);
});
