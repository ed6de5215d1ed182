import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = `type Query { officeHead: Person }
type Person @key(fields: "id") { id: ID! }`;
const lint = async (rule: string, sdl: string) => printed(await checkOfSmall({ office }, { name: 'bank', sdl }), rule);

test('what has no description is pointed out, and another’s element is not', async () => {
  const sdl =
    'type Query { "One." bankOne: Int bankTwo("Why." why: Int how: Int): Int bankHead: Person }\ntype Person @key(fields: "id") { id: ID! }';
  expect(await lint('description', sdl)).toEqual([
    'WARNING NOT_DESCRIBED Query.bankTwo has no description',
    'WARNING NOT_DESCRIBED Query.bankTwo(how:) has no description',
    'WARNING NOT_DESCRIBED Query.bankHead has no description',
  ]);
});

test('what was live before is not pointed out again', async () => {
  const sdl = 'type Query { officeHead: Person }\ntype Person @key(fields: "id") { id: ID! born: Int }';
  expect(printed(await checkOfSmall({ office }, { name: 'office', sdl }), 'description')).toEqual([
    'WARNING NOT_DESCRIBED Person.born has no description',
  ]);
});

test('names in another form, and those that look like another’s, are pointed out', async () => {
  const sdl = 'type Query { bank_offer: Person_ }\ntype Person_ { state: bankState }\nenum bankState { open }';
  expect(await lint('naming', sdl)).toEqual([
    'ERROR NAME_LOOKALIKE Person_ looks like Person of office',
    'WARNING NAME_FORM Query.bank_offer is written otherwise than the rest of the graph: camelCase',
    'WARNING NAME_FORM Person_ is written otherwise than the rest of the graph: PascalCase',
    'WARNING NAME_FORM bankState is written otherwise than the rest of the graph: PascalCase',
    'WARNING NAME_FORM bankState.open is written otherwise than the rest of the graph: UPPER_SNAKE',
  ]);
});

test('a page without first or a size is refused, and a list of unknown length pointed out', async () => {
  const sdl = `type Query { bankLoans(first: Int): LoanConnection bankAll: [Loan!] bankSums: [Int!] bankTen: [Loan!] @listSize(assumedSize: 10)
bankPages(first: Int!): LoanConnection @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) }
type LoanConnection { nodes: [Loan!]! }\ntype Loan { sum: Int }`;
  expect(await lint('pagination', sdl)).toEqual([
    'ERROR PAGE_WITHOUT_FIRST Query.bankLoans returns pages and must take first: Int!',
    'ERROR PAGE_WITHOUT_SIZE Query.bankLoans must say @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])',
    'WARNING LIST_WITHOUT_SIZE Query.bankAll is a list of unknown length: return a connection, or say @listSize(assumedSize:)',
  ]);
});

test('fields named as personal data are pointed out unless they are marked', async () => {
  const sdl =
    'type Query { bankLoan: Loan }\ntype Loan { phone: String email: String @tag(name: "personal-data/general") sum: Int }';
  expect(await lint('personal-data', sdl)).toEqual([
    'WARNING PERSONAL_DATA_NOT_MARKED Loan.phone is named as personal data is: mark it with @tag(name: "personal-data/general") or "personal-data/specific"',
  ]);
});

test('an entity without a key of one ID is pointed out', async () => {
  const sdl =
    'type Query { bankLoan: Loan }\ntype Loan @key(fields: "year number") { year: Int! number: Int! }\ntype Debt @key(fields: "id") { id: ID! }';
  expect(await lint('entity-key', sdl)).toEqual([
    'WARNING KEY_WITHOUT_ID Loan should have a key of one field that is ID!, such as @key(fields: "id")',
  ]);
});

test('who owns personal data says of each further field that the person reads which class it has, or none', async () => {
  const shown = async (name: string, field: string, live = 'name: String @tag(name: "personal-data/general")') => {
    const sdl = (fields: string) =>
      `type Query { officeHead: Person }\ntype Person @key(fields: "id") { id: ID! ${fields} }`;
    const candidate =
      name === 'office' ? sdl(`${live} ${field}`) : `type Person @key(fields: "id") { id: ID! ${field} }`;
    const findings = await checkOfSmall({ office: sdl(live) }, { name, sdl: candidate });
    return printed(findings, 'personal-data').map((line) => line.split(' is ', 1)[0]);
  };
  const plan = 'bankPlan: String @requiresScopes(scopes: [["self"], ["office:read"]])';
  expect(await shown('office', plan)).toEqual(['ERROR PERSONAL_DATA_NOT_CLASSED Person.bankPlan']);
  for (const tag of ['general', 'specific', 'none'])
    expect(await shown('office', `${plan} @tag(name: "personal-data/${tag}")`)).toEqual([]);
  expect(await shown('office', `${plan} @tag(name: "personal-data/perhaps")`)).toHaveLength(1);
  expect(await shown('bank', plan)).toEqual(['WARNING PERSONAL_DATA_NOT_CLASSED Person.bankPlan']);
  expect(await shown('office', plan, 'height: Int')).toEqual(['WARNING PERSONAL_DATA_NOT_CLASSED Person.bankPlan']);
});
