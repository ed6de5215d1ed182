import { expect, test } from 'vitest';
import { checkOfSmall } from '../testkit/small.ts';

const office = 'type Query { officeHead: Int }';
const codes = async (address: string) => {
  const findings = await checkOfSmall({ office }, { name: 'bank', sdl: 'type Query { bankA: Int }', address });
  return findings.filter(({ rule }) => rule === 'address').map(({ code }) => code);
};

test.each([
  ['nowhere', ['ADDRESS_MALFORMED']],
  ['http://bank.test/graphql', ['ADDRESS_NOT_ENCRYPTED']],
  ['ftp://bank.test/graphql', ['ADDRESS_NOT_ENCRYPTED']],
  ['https://bank.test/graphql?key=1', ['ADDRESS_WITH_SECRET']],
  ['https://me:secret@bank.test/graphql', ['ADDRESS_WITH_SECRET']],
  ['https://office.test/other', ['ADDRESS_OF_ANOTHER']],
  ['https://office.test./graphql', ['ADDRESS_OF_ANOTHER']],
  ['https://10.0.0.7/graphql', ['ADDRESS_INSIDE']],
  ['https://169.254.169.254/latest', ['ADDRESS_INSIDE']],
  ['https://[fd00::1]/graphql', ['ADDRESS_INSIDE']],
  ['https://2130706433/graphql', ['ADDRESS_INSIDE']],
  ['https://localhost:4001/graphql', ['ADDRESS_INSIDE']],
  ['https://bank.test/graphql', []],
])('%s: %j', async (address, expected) => {
  expect(await codes(address)).toEqual(expected);
});
