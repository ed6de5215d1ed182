import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const office = 'type Query { officeHead: Int }';
const said = async (events: { publishes?: string[]; consumes?: string[] }, grants: string[] = []) => {
  const candidate = { name: 'bank', sdl: 'type Query { bankA: Int }', ...events };
  const dated = { from: '2026-01-01', grantedBy: 'a', approvedBy: 'b' };
  const granted = [{ owner: 'office', to: 'bank', on: 'event', may: ['USE'] as const, fields: grants, ...dated }];
  return printed(await checkOfSmall({ office }, candidate, { grants: granted }), 'event');
};

test('an event of another is not published', async () => {
  expect(await said({ publishes: ['office.head.changed', 'bank.loan.decided', 'loans.loan.decided'] })).toEqual([
    'ERROR EVENT_OF_ANOTHER office.head.changed is no event of bank: its name is bank.noun.participle',
    'ERROR EVENT_NAME loans.loan.decided is no event of bank: its name is bank.noun.participle',
  ]);
});

test('an event of another is sent to whom its owner lets have it', async () => {
  const consumes = ['office.head.changed'];
  expect(await said({ consumes })).toEqual([
    'ERROR EVENT_CONSUMED office.head.changed is an event of office, and bank would be sent it',
  ]);
  expect(await said({ consumes }, consumes)).toEqual([]);
  expect(await said({ consumes: ['gone.head.changed'] })).toEqual([
    'ERROR EVENT_UNKNOWN gone.head.changed is no event of a live subgraph',
  ]);
});
