import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const shop = `type Query { shop: Shop }
type Shop { name: String! phone: String @tag(name: "personal-data/general") @requiresScopes(scopes: [["shop:read"]]) }`;
const changed = async (from: string, to: string) =>
  printed(await checkOfSmall({ shop }, { name: 'shop', sdl: shop.replace(from, to) }), 'guard-change');

test('personal data that would be open to everybody is refused', async () => {
  expect(await changed('@requiresScopes(scopes: [["shop:read"]])', '')).toEqual([
    'ERROR GUARD_REMOVED Shop.phone was for callers with @requiresScopes(scopes: [["shop:read"]]), and would be open to everybody',
  ]);
});

test('personal data that would no longer be marked is refused', async () => {
  expect(await changed('@tag(name: "personal-data/general")', '')).toEqual([
    'ERROR PERSONAL_DATA_UNMARKED Shop.phone holds personal data, and would no longer say so',
  ]);
});

test('a new guard is pointed out, since some readers will get null', async () => {
  expect(await changed('name: String!', 'name: String! @authenticated')).toEqual([
    'WARNING GUARD_CHANGED Shop.name would ask @authenticated() of its readers: who does not meet it gets null',
  ]);
});
