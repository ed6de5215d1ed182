import { expect, inject, test } from 'vitest';
import { graphClient, operation } from '../testkit/client.ts';
import { drawnWave } from '../testkit/drawn-wave.ts';
import { rowsOf } from '../testkit/people.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const { databases, ...target } = inject('stack');
const as = graphClient(target);
const WAVE = 2_001;

const announce = (role: string, headers = {}) => as(role).query(operation('announce-wave'), { number: WAVE }, headers);

const fundsOf = async () => {
  const { data } = await as().query(operation('wave-dashboard'), {
    number: WAVE,
  });
  return data.wave?.funds;
};

const ledger = async () => {
  const rows = await rowsOf<{ account: string; people: number; amount: string }>(
    'payments',
    `select account_code as account, count(distinct participant_id)::int as people, sum(amount) as amount
      from posting join journal_entry on journal_entry.id = entry_id where wave_number = $1 group by 1 order by 1`,
    [WAVE],
  );
  const cells = rows.map(({ account, people, amount }) => [account, people, Number(amount).toLocaleString('en')]);
  return storyTable([['account', 'people', 'rupiah'], ...cells], { right: [1, 2] });
};

test('an announced wave gives each of its 1,000 winners one training balance', async () => {
  const winners = await drawnWave(databases.pmo ?? '', WAVE, 1_000);

  const byPortal = await announce('portal');
  expect(byPortal.errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);

  const { data, errors, requestId } = await announce('officer', { 'x-request-id': 'story-announce-0001' });
  expect(errors).toBeUndefined();
  expect(data.announceWave).toEqual({
    wave: expect.objectContaining({ number: WAVE, status: 'ANNOUNCED', purchaseDeadline: expect.any(String) }),
    refusal: null,
  });
  expect(requestId).toBe('story-announce-0001');

  const committed = 1_000 * 3_500_000;
  expect(await until(fundsOf, (funds) => (funds?.committed ?? 0) > 0)).toEqual({ committed, paid: 0, returned: 0 });

  const winner = as('participant', winners[0]);
  const mine = await winner.query('{ me { status trainingBalance { granted available wave { number } } } }');
  expect(mine.data).toEqual({
    me: { status: 'RECIPIENT', trainingBalance: { granted: 3_500_000, available: 3_500_000, wave: { number: WAVE } } },
  });

  const again = await announce('officer', { 'accept-language': 'id' });
  expect(again.data.announceWave.refusal).toMatchObject({
    code: 'WAVE_TRANSITION_ILLEGAL',
    message: expect.stringContaining('tidak dapat'),
  });

  const [event] = await rowsOf('payments', 'select source, type from event_inbox where request_id = $1', [requestId]);
  expect(event).toEqual({ source: 'pmo', type: 'pmo.recipients.announced' });

  expect(await ledger()).toMatchInlineSnapshot(`
    "account           people          rupiah
    TRAINING_BALANCE    1000   3,500,000,000
    UNALLOCATED            0  -3,500,000,000"
  `);
});
