import { expect, test } from 'vitest';
import type { Grant } from '../grant.ts';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead(phone: String): Person }
type Person @key(fields: "id") { id: ID! phone: String @tag(name: "personal-data/general") }`;
const shop =
  'type Query { shopHead: ShopPerson }\ntype ShopPerson { walletNumber: String @tag(name: "personal-data/specific") }';

const terms = { class: 'SPECIFIC', purpose: 'To find who has asked for a loan', isConsentNeeded: true } as const;
const grantOf = (on: string, field: string, change: Partial<Grant> = {}): Grant => ({
  owner: 'office',
  to: 'bank',
  on,
  may: ['TAKE_FIELDS'],
  fields: [field],
  from: '2026-11-01',
  grantedBy: 'a',
  approvedBy: 'b',
  terms,
  ...change,
});

const findingsOf = async (sdl: string, ...grants: Grant[]) =>
  printed(await checkOfSmall({ office, shop }, { name: 'bank', sdl }, { grants }), 'taken-data');

test('an argument that takes personal data is refused without terms of who answers such data', async () => {
  expect(await findingsOf('type Query { bankLoans(phone: String): Int }')).toEqual([
    'ERROR PERSONAL_DATA_TAKEN_WITHOUT_TERMS Query.bankLoans(phone:) would take personal data (general), which Person.phone of office holds, without terms on its use',
  ]);
  const loans = 'type Query { bankLoans(phone: String): Int }';
  expect(await findingsOf(loans, grantOf('Query', 'bankLoans(phone:)'))).toEqual([]);
  expect(await findingsOf(loans, grantOf('Query', 'bankLoans(phone:)', { revokedOn: '2026-11-30' }))).toHaveLength(1);
});

test('an input field does as well, however deep, whatever it is called, where it is marked', async () => {
  const sdl = `type Query { bankLoans(of: BankAsker): Int }
input BankAsker { more: BankMore }
input BankMore { nik: String worth: Int @tag(name: "personal-data/specific") }`;
  expect(await findingsOf(sdl)).toEqual([
    expect.stringContaining('BankMore.nik would take personal data (general), without terms'),
    expect.stringContaining('BankMore.worth would take personal data (specific), without terms'),
  ]);
  expect(await findingsOf(sdl, grantOf('BankMore', 'nik'), grantOf('BankMore', 'worth'))).toEqual([]);
});

test('a field of any owner’s that is marked tells what an argument of its name takes', async () => {
  expect(await findingsOf('type Query { bankPay(walletNumber: String): Int }')).toEqual([
    expect.stringContaining('which ShopPerson.walletNumber of shop holds'),
  ]);
});

test.each([
  'niks: [String!]',
  'participantNik: String',
  'phone_number: String',
  'nik: String @tag(name: "personal-data/none")',
])('what ends in the name of such data takes it: %s', async (argument) => {
  expect(await findingsOf(`type Query { bankLoans(${argument}): Int }`)).toHaveLength(1);
});

test('that an address is nobody’s is believed where it is said', async () => {
  expect(await findingsOf('type Query { bankAt(address: String @tag(name: "personal-data/none")): Int }')).toEqual([]);
});

test('who answers such data itself may take it, and arguments of other names may be taken', async () => {
  const own = `type Query { bankHolder(phone: String amount: Int name: String): BankHolder }
type BankHolder { phone: String @tag(name: "personal-data/general") }`;
  const live = { bank: own, office, shop };
  const sdl = own.replace('amount: Int', 'amount: Int phoneNumber: String other: String');
  const found = await checkOfSmall(live, { name: 'bank', sdl: `${sdl}\ntype BankMore { id: ID }` });
  expect(printed(found, 'taken-data')).toEqual([]);
});
