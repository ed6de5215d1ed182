import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = 'type Query { officeNamed: Named }\ninterface Named { id: ID }\ntype Person implements Named { id: ID }';
const dated = { owner: 'office', to: 'bank', on: 'Named', from: '2026-01-01', grantedBy: 'a', approvedBy: 'b' };
const said = async (fields: string[]) => {
  const sdl = 'type Query { bankA: Loan }\ninterface Named { id: ID }\ntype Loan implements Named { id: ID }';
  const grants = [{ ...dated, may: ['IMPLEMENT'] as const, fields }];
  return printed(await checkOfSmall({ office }, { name: 'bank', sdl }, { grants }), 'interface-of-another');
};

test('a type of one’s own implements the interface of another where the owner lets it', async () => {
  expect(await said([])).toEqual([
    'ERROR INTERFACE_IMPLEMENTED Loan would become one of the types that Named of office returns',
  ]);
  expect(await said(['Loan'])).toEqual([]);
});
