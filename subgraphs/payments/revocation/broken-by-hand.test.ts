import { expect, test } from 'vitest';
import { brokenByHand } from '../../../tests/testkit/broken-by-hand.ts';
import {
  paymentsDatabase,
  paymentsEvents,
  paymentsInbox,
  people,
  requestId,
  testYear,
} from '../../../tests/testkit/payments.ts';
import { approveAll, makeDue } from '../../../tests/testkit/payouts.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { BalanceService } from '../balance/balance.service.ts';
import { CarryOverService } from '../budget/carry-over.service.ts';
import { commitFunds } from '../budget/index.ts';
import { LapseService } from '../budget/lapse.service.ts';
import { payments } from '../features.ts';
import { ReleaseService } from '../funding/release.service.ts';
import { revocationProposed } from './revoke.events.ts';

/** A database in which an award was revoked, a batch approved, money carried over, and the year has ended. */
const liveThrough = async () => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  const send = await paymentsEvents(database);
  const em = () => database.orm.em.fork();
  const facts = { year: testYear, at: new Date(), requestId };
  for (const wave of [1001, 1002])
    await em().transactional((tx) =>
      commitFunds(tx, { ...facts, wave, amount: 90_000_000n, reference: `commit:${wave}` }),
    );
  const [gone = '', holder = '', third = ''] = people(3);
  await announce({ participants: [gone, holder, third] });
  const balances = new BalanceService({ now: () => new Date() });
  const movement = { participantId: holder, amount: 300_000n, reference: 'hold:1', requestId };
  await em().transactional((tx) => balances.move(tx, 'HOLD', movement));
  const proposal = { proposal: uuidv7(), wave: 1001, at: new Date().toISOString(), deadline: `${testYear}-01-01` };
  await send(revocationProposed, { ...proposal, participants: [gone] });
  await new ReleaseService({ database, now: () => new Date() }).run();
  await makeDue(database, 2);
  await approveAll(database);
  const on = (day: string) => () => new Date(`${day}T10:00:00+07:00`);
  const officer = (id: string) => ({ id, org: null, can: () => true });
  const carryOvers = new CarryOverService({ now: on(`${testYear + 1}-01-10`) });
  const call = { requestId, wave: 1002, reason: 'Jatuh tempo' };
  const { id } = await carryOvers.propose(em(), { ...call, caller: officer('tuti') });
  await carryOvers.approve(em(), { requestId, id, caller: officer('agus') });
  await new LapseService({ database, now: on(`${testYear + 1}-02-01`) }).run();
  return { database, gone, holder };
};

const WAITS = 'a payout that waits in a batch is as it was put into it';
const COMMITTED = 'what is committed to a wave is what was committed, carried over and not released';
const CARRIED = 'what is carried over leaves one year and comes to the next, as two people decided';

interface Edit {
  what: string;
  statements: readonly string[];
  breaks: string;
}

const editsOf = ({ gone, holder }: { gone: string; holder: string }): readonly Edit[] => [
  {
    what: 'a revoked award has money again',
    statements: [`update training_balance set returned = 0 where participant_id = '${gone}'`],
    breaks: 'no available balance of a revoked award',
  },
  {
    what: 'a returned balance was used',
    statements: [`update training_balance set returned = returned - 1, spent = 1 where participant_id = '${gone}'`],
    breaks: 'whose balance was returned for good is revoked and has used nothing',
  },
  {
    what: 'money is held after the last day',
    statements: [`update journal_entry set posted_at = '${testYear + 2}-01-01' where kind = 'HOLD'`],
    breaks: 'nothing was held after the last day',
  },
  {
    what: 'somebody has a day more',
    statements: [`update training_balance set expires_on = expires_on + 1 where participant_id = '${holder}'`],
    breaks: 'all people of a wave have one last day',
  },
  {
    what: 'more is committed than the year has',
    statements: [
      'alter table budget_year drop constraint budget_year_committed_ck',
      'update budget_year set committed = budget + 1',
    ],
    breaks: 'commitments of a year never above its budget',
  },
  {
    what: 'more is committed to a wave than was posted',
    statements: ['update wave_budget set committed = committed + 1'],
    breaks: COMMITTED,
  },
  {
    what: 'an entry is deleted by which money lapsed',
    statements: [`delete from journal_entry where kind = 'LAPSE' and wave_number is not null`],
    breaks: 'every posting belongs to a journal entry',
  },
  {
    what: 'money lapses within its year',
    statements: [`update journal_entry set posted_at = '${testYear}-06-01' where kind = 'LAPSE'`],
    breaks: 'money lapses after the end of its year, and what is committed after the days of carrying over',
  },
  { what: 'less was carried over', statements: ['update carry_over set carried = carried - 1'], breaks: CARRIED },
  {
    what: 'one person carried money over',
    statements: [
      'alter table carry_over drop constraint carry_over_two_people_ck',
      'update carry_over set approved_by = proposed_by',
    ],
    breaks: CARRIED,
  },
  {
    what: 'more was released than did not become due',
    statements: ['update revoked_commitment set amount = amount + 1'],
    breaks: 'what was released of somebody who lost the award is what did not become due to them',
  },
  {
    what: 'a commitment is forgotten',
    statements: ['delete from revoked_commitment'],
    breaks: 'whoever lost the award is on the list of commitments that are released',
  },
  {
    what: 'an amount is edited after the approval',
    statements: ['update disbursement set amount = amount + 1'],
    breaks: WAITS,
  },
  {
    what: 'an account is swapped after the approval',
    statements: [`update disbursement set destination_hash = sha256('another') where status = 'APPROVED'`],
    breaks: WAITS,
  },
  {
    what: 'an account is swapped in the payout and in what was approved',
    statements: [
      `update disbursement set destination_hash = sha256('another') where status = 'APPROVED'`,
      `update disbursement_batch_item set destination_hash = sha256('another')`,
    ],
    breaks: 'the control totals of a batch are those of its items',
  },
  {
    what: 'a payout is deleted',
    statements: ['delete from disbursement where batch_id is not null'],
    breaks: 'each item of a batch is a payout',
  },
  {
    what: 'a batch is approved by who made it',
    statements: [
      'alter table disbursement_batch drop constraint disbursement_batch_approver_ck',
      'update disbursement_batch set approved_by = created_by',
    ],
    breaks: 'nobody approved a batch of their own making',
  },
  {
    what: 'a payout is inserted for who lost the award',
    statements: [
      `update incentive_condition set recheck_at = null where participant_id = '${gone}'`,
      `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at)
        values ('${gone}', 1001, 'INCENTIVE', 1, 600000, 'DUE', now())`,
    ],
    breaks: 'nothing that is not sent is due to who lost the award, unless a recheck waits',
  },
];

test('what a superuser edits, deletes, swaps or inserts by hand breaks the invariant that says so', async () => {
  const { database, ...people } = await liveThrough();
  expect(await brokenByHand(database.pool, payments, [])).toEqual([]);
  for (const { what, statements, breaks } of editsOf(people)) {
    const broken = await brokenByHand(database.pool, payments, statements);
    expect([what, broken]).toEqual([what, expect.arrayContaining([breaks])]);
  }
});
