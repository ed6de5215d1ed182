import { expect, test } from 'vitest';
import type { DataUseTerms } from '../terms.ts';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person }
type Person @key(fields: "id") { id: ID! phone: String @tag(name: "personal-data/general") wallet: Wallet }
type Wallet { number: String @tag(name: "personal-data/specific") }`;
const sdl = (data: string, fields: string) =>
  `type Person @key(fields: "id") { id: ID! ${data} bankOffer: Int @requires(fields: "${fields}") }`;
const phone = sdl('phone: String @external', 'phone');
const wallet = `${sdl('wallet: Wallet @external', 'wallet { number }')}\ntype Wallet { number: String @external }`;
const terms: DataUseTerms = {
  owner: 'office',
  to: 'bank',
  field: 'Person.phone',
  class: 'GENERAL',
  purpose: 'To ring up who asked for a loan.',
  isConsentNeeded: true,
  from: '2026-11-01',
  until: '2027-06-30',
  grantedBy: 'a',
  approvedBy: 'b',
};
const findingsOf = async (text: string, granted: DataUseTerms[]) =>
  printed(await checkOfSmall({ office }, { name: 'bank', sdl: text }, { terms: granted }), 'data-use');

test('data sent by @requires without terms is refused, with its class', async () => {
  expect(await findingsOf(phone, [])).toEqual([
    'ERROR PERSONAL_DATA_WITHOUT_TERMS Person.phone holds personal data (general) and would leave office without terms on its use',
  ]);
});

test('the owner’s terms let it go', async () => {
  expect(await findingsOf(phone, [terms])).toEqual([]);
});

test('data behind another field needs terms of its own', async () => {
  expect(await findingsOf(wallet, [terms])).toHaveLength(1);
  expect(await findingsOf(wallet, [{ ...terms, field: 'Wallet.number', class: 'SPECIFIC' }])).toEqual([]);
});

test.each<[string, Partial<DataUseTerms>, string]>([
  ['have run out', { until: '2026-11-30' }, 'terms: ended on 2026-11-30'],
  ['are revoked', { revokedOn: '2026-12-01' }, 'terms: revoked on 2026-12-01'],
  ['are those of another', { to: 'shop' }, 'without terms on its use'],
  ['come from who does not own it', { owner: 'bank' }, 'without terms on its use'],
  ['name no purpose', { purpose: 'x' }, 'not enough for it'],
  ['are approved by who granted them', { approvedBy: 'a' }, 'not enough for it'],
])('terms that %s let nothing go', async (_title, change, text) => {
  const [line] = await findingsOf(phone, [{ ...terms, ...change }]);
  expect(line).toContain(text);
});

test('specific data is not covered by terms on general data', async () => {
  expect(await findingsOf(wallet, [{ ...terms, field: 'Wallet.number' }])).toHaveLength(1);
});
