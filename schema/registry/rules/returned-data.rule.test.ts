import { expect, test } from 'vitest';
import type { Grant } from '../grant.ts';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person }
type Person @key(fields: "id") { id: ID! phone: String @shareable @tag(name: "personal-data/general") }
type Course @key(fields: "id") { id: ID! }`;

const grantOf = (change: Partial<Grant>): Grant => ({
  owner: 'office',
  to: 'bank',
  on: 'Person',
  may: ['ADD_FIELDS'],
  fields: ['bankDebts'],
  from: '2026-11-01',
  grantedBy: 'a',
  approvedBy: 'b',
  ...change,
});
const terms = { class: 'SPECIFIC', purpose: 'To offer a loan that can be paid back', isConsentNeeded: true } as const;
const person = (fields: string) => `type Person @key(fields: "id") { id: ID! ${fields} }`;

const findingsOf = async (sdl: string, ...grants: Grant[]) =>
  printed(await checkOfSmall({ office }, { name: 'bank', sdl }, { grants }), 'returned-data');

const debts = person('bankDebts: Int @tag(name: "personal-data/specific")');

test('a field on another’s entity that returns personal data is refused without the owner’s terms', async () => {
  expect(await findingsOf(debts, grantOf({}))).toEqual([
    'ERROR PERSONAL_DATA_RETURNED_WITHOUT_TERMS Person.bankDebts would say personal data (specific) of what belongs to office, without terms on its use',
  ]);
});

test('the terms of the grant that adds it let it in, for their class', async () => {
  expect(await findingsOf(debts, grantOf({ terms }))).toEqual([]);
  const [line] = await findingsOf(debts, grantOf({ terms: { ...terms, class: 'GENERAL' } }));
  expect(line).toContain('not enough for it');
  const [ended] = await findingsOf(debts, grantOf({ terms, until: '2026-11-30' }));
  expect(ended).toContain('terms: ended on 2026-11-30');
});

test('personal data deeper in the candidate’s own types counts as well', async () => {
  const deep = `${person('bankDebts: BankDebts')}
type BankDebts { rows: [BankDebt!] }
type BankDebt { bank: BankDebts amount: Int @tag(name: "personal-data/specific") }`;
  expect(await findingsOf(deep, grantOf({}))).toHaveLength(1);
  expect(await findingsOf(deep, grantOf({ terms }))).toEqual([]);
});

test.each([
  [
    'an interface',
    'interface BankDebts { total: Int } type BankLoan implements BankDebts { total: Int agama: String }',
  ],
  [
    'an interface of interfaces',
    'interface BankDebts { total: BankAny } interface BankAny { a: Int } type BankLoan implements BankAny { a: Int phone: String }',
  ],
  [
    'a union',
    'union BankDebts = BankLoan | BankCard type BankLoan { total: Int } type BankCard { a: Int income: Int }',
  ],
])('personal data behind %s of the candidate counts as well', async (_, types) => {
  const behind = `${person('bankDebts: BankDebts')} ${types}`;
  expect(await findingsOf(behind, grantOf({}))).toHaveLength(1);
});

test('a field that is named as personal data is needs terms though it is not marked', async () => {
  expect(await findingsOf(person('salary: Int'), grantOf({ fields: ['salary'] }))).toHaveLength(1);
});

test('the owner’s own personal data is answered by nobody else without terms: shared, taken over or provided', async () => {
  const shared = person('phone: String @shareable @tag(name: "personal-data/general")');
  const may = (permission: Grant['may'][number], change: Partial<Grant> = {}) =>
    grantOf({ may: [permission], fields: ['phone'], ...change });
  expect(await findingsOf(shared, may('SHARE_FIELDS'))).toHaveLength(1);
  expect(await findingsOf(shared, may('SHARE_FIELDS', { terms }))).toEqual([]);
  const taken = person('phone: String @override(from: "office") @tag(name: "personal-data/general")');
  expect(await findingsOf(taken, may('OVERRIDE_FIELDS'))).toHaveLength(1);
  const provided = `${person('phone: String @external')}
type Query { bankOwner: Person @provides(fields: "phone") }`;
  expect(await findingsOf(provided, may('PROVIDE_FIELDS'))).toHaveLength(1);
  expect(await findingsOf(provided, may('PROVIDE_FIELDS', { terms }))).toEqual([]);
});

test('what is no personal data, and the candidate’s own types, need none', async () => {
  expect(await findingsOf(person('bankDebts: Int'), grantOf({}))).toEqual([]);
  const own =
    'type Query { bankOwner: BankOwner }\ntype BankOwner { salary: Int @tag(name: "personal-data/specific") }';
  expect(await findingsOf(own)).toEqual([]);
});
