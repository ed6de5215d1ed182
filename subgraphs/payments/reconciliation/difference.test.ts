import { expect, test } from 'vitest';
import { callerWith, expectInvariants } from '../../../tests/testkit/payments.ts';
import {
  type CsvRow,
  csvOf,
  officer,
  openSettlement,
  referenceOf,
  type Settlement,
  second,
} from '../../../tests/testkit/settlement.ts';
import type { Caller } from '../../kit/caller.ts';
import { invariants } from './reconciliation.invariants.ts';

interface Decision {
  difference: {
    status: string;
    resolution: string | null;
    proposedBy: string | null;
    confirmedBy: string | null;
  } | null;
  refusal: { code: string; message: string } | null;
}

const WANTED = 'difference { status resolution proposedBy confirmedBy } refusal { code message }';

const deciding = ({ ask, database }: Settlement) => {
  const call = async (caller: Caller, field: string, language: 'en' | 'id' = 'en'): Promise<Decision> => {
    const source = `mutation { done: ${field} { ${WANTED} } }`;
    const { data, errors } = await ask<{ done: Decision }>(caller, source, { language });
    expect(errors).toEqual([]);
    return data.done;
  };
  return {
    propose: (id: string, resolution: string, { caller = officer, evidence = 'Surat mitra 12/2026' } = {}) =>
      call(
        caller,
        `proposeDifferenceResolution(input: { difference: "${id}", resolution: ${resolution}, evidence: "${evidence}" })`,
      ),
    confirm: (id: string, caller = second, language: 'en' | 'id' = 'en') =>
      call(caller, `confirmDifferenceResolution(id: "${id}")`, language),
    reject: (id: string, caller = second) => call(caller, `rejectDifferenceResolution(id: "${id}")`),
    idOf: async (kind: string) =>
      (
        await database.query<{ id: string }>('select id from settlement_difference where kind = $1 order by id', [kind])
      )[0]?.id ?? '',
    postings: async () =>
      (
        await database.query<{ account: string; party: string; person: boolean; amount: string }>(
          `select account_code as account, party, participant_id is not null as person, amount::text
          from posting join journal_entry entry on entry.id = entry_id where entry.reference like 'difference:%'
          order by 1, amount`,
        )
      ).map(({ account, party, person, amount }) => [account, party, person, Number(amount)]),
  };
};

const expectAll = async ({ database }: Settlement) => {
  await expectInvariants(database);
  for (const { name, sql } of invariants) expect({ name, rows: await database.query(sql) }).toEqual({ name, rows: [] });
};

const opened = async (rows: CsvRow[], count = 1) => {
  const settlement = await openSettlement();
  await settlement.seed({ count });
  await settlement.importFile({ text: csvOf({ rows }) });
  return { settlement, ...deciding(settlement) };
};

const codeOf = async (decision: Promise<Decision>) => (await decision).refusal?.code;

test('money that nobody ordered goes to suspense when two people say so, and not before', async () => {
  const { settlement, propose, confirm, idOf, postings } = await opened([
    { reference: referenceOf(1) },
    { reference: 'PK-UNKNOWN', amount: 150_000n },
  ]);
  const id = await idOf('EXTRA');
  expect((await propose(id, 'TAKE_FILE')).difference).toEqual({
    status: 'PROPOSED',
    resolution: 'TAKE_FILE',
    proposedBy: 'treasurer-1',
    confirmedBy: null,
  });
  expect(await postings()).toEqual([]);
  expect(await codeOf(confirm(id, officer))).toBe('DIFFERENCE_SAME_PERSON');
  expect(await postings()).toEqual([]);
  expect((await confirm(id)).difference).toMatchObject({ status: 'RESOLVED', confirmedBy: 'treasurer-2' });
  expect(await postings()).toEqual([
    ['PARTNER_DEPOSIT', 'gopay', false, 150_000],
    ['SUSPENSE', 'gopay', false, -150_000],
  ]);
  expect(await codeOf(confirm(id))).toBe('DIFFERENCE_TRANSITION_ILLEGAL');
  expect(await codeOf(propose(id, 'KEEP_LEDGER'))).toBe('DIFFERENCE_TRANSITION_ILLEGAL');
  await expectAll(settlement);
});

test('what was missing and accepted is matched without a second entry when a later file has it', async () => {
  const { settlement, propose, confirm, idOf, postings } = await opened([{ reference: referenceOf(1) }], 2);
  const id = await idOf('MISSING');
  await propose(id, 'KEEP_LEDGER');
  await confirm(id);
  const expected = [
    ['PARTNER_DEPOSIT', 'gopay', true, 600_000],
    ['WALLET_CLEARING', 'gopay', true, -600_000],
  ];
  expect(await postings()).toEqual(expected);
  const late = { day: '2026-11-27', messageId: 'MSG-2', rows: [{ reference: referenceOf(2) }] };
  const { file } = await settlement.importFile({ text: csvOf(late), date: '2026-11-27' });
  expect(file).toMatchObject({ matched: 1 });
  expect(await postings()).toEqual(expected);
  // A third time it is a payment too many.
  const third = { day: '2026-11-25', messageId: 'MSG-3', rows: [{ reference: referenceOf(2) }] };
  expect((await settlement.importFile({ text: csvOf(third), date: '2026-11-25' })).file).toMatchObject({ matched: 0 });
  expect(await idOf('EXTRA')).not.toBe('');
  await expectAll(settlement);
});

test('an amount that differs is split between deposit and suspense', async () => {
  const { settlement, propose, confirm, idOf, postings } = await opened([
    { reference: referenceOf(1), amount: 590_000n },
  ]);
  const id = await idOf('AMOUNT_DIFFERS');
  await propose(id, 'TAKE_FILE');
  await confirm(id);
  expect(await postings()).toEqual([
    ['PARTNER_DEPOSIT', 'gopay', true, 590_000],
    ['SUSPENSE', 'gopay', true, 10_000],
    ['WALLET_CLEARING', 'gopay', true, -600_000],
  ]);
  await expectAll(settlement);
});

test('a rejected proposal leaves the difference open for another one', async () => {
  const { propose, confirm, reject, idOf, postings } = await opened([], 1);
  const id = await idOf('MISSING');
  expect(await codeOf(reject(id))).toBe('DIFFERENCE_TRANSITION_ILLEGAL');
  await propose(id, 'TAKE_FILE');
  expect((await reject(id)).difference).toMatchObject({ status: 'OPEN', resolution: null, proposedBy: null });
  expect(await codeOf(confirm(id))).toBe('DIFFERENCE_TRANSITION_ILLEGAL');
  await propose(id, 'KEEP_LEDGER', { caller: second });
  expect((await confirm(id, officer)).difference).toMatchObject({ status: 'RESOLVED', resolution: 'KEEP_LEDGER' });
  expect(await postings()).toHaveLength(2);
});

test('ten confirmations at once post one entry', async () => {
  const { settlement, propose, confirm, idOf, postings } = await opened([], 1);
  const id = await idOf('MISSING');
  await propose(id, 'KEEP_LEDGER');
  const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(id)));
  expect(answers.filter(({ refusal }) => refusal === null)).toHaveLength(1);
  expect(await postings()).toHaveLength(2);
  await expectAll(settlement);
});

test('a file that has what people are just accepting posts it once, whoever is first', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { settlement, propose, confirm, idOf } = await opened([], 1);
    const id = await idOf('MISSING');
    await propose(id, 'KEEP_LEDGER');
    const late = { day: '2026-11-27', messageId: 'MSG-2', rows: [{ reference: referenceOf(1) }] };
    await Promise.all([confirm(id), settlement.importFile({ text: csvOf(late), date: '2026-11-27' })]);
    expect(
      await settlement.database.query(
        `select sum(amount)::int from posting where account_code = 'PARTNER_DEPOSIT' and party = 'gopay'`,
      ),
    ).toEqual([{ sum: 600_000 }]);
    await expectAll(settlement);
  }
});

test('what cannot be decided is refused in two languages, and nothing is posted', async () => {
  const { settlement, propose, confirm, idOf, postings } = await opened([{ reference: referenceOf(1) }], 2);
  const { database } = settlement;
  const id = await idOf('MISSING');
  const stranger = callerWith('somebody', 'ledger:read');
  expect(await codeOf(propose(id, 'KEEP_LEDGER', { caller: stranger }))).toBe('FORBIDDEN');
  expect(await codeOf(confirm(id, stranger))).toBe('FORBIDDEN');
  expect(await codeOf(propose(id, 'KEEP_LEDGER', { evidence: 'x' }))).toBe('EVIDENCE_LENGTH');
  expect(await codeOf(propose(id, 'KEEP_LEDGER', { evidence: 'x'.repeat(501) }))).toBe('EVIDENCE_LENGTH');
  expect(await codeOf(propose(crypto.randomUUID(), 'KEEP_LEDGER'))).toBe('DIFFERENCE_UNKNOWN');
  expect(await codeOf(propose('not-an-id', 'KEEP_LEDGER'))).toBe('DIFFERENCE_UNKNOWN');
  await propose(id, 'KEEP_LEDGER');
  const en = await confirm(id, officer);
  const indonesian = await confirm(id, officer, 'id');
  expect([en.refusal?.code, indonesian.refusal?.code]).toEqual(['DIFFERENCE_SAME_PERSON', 'DIFFERENCE_SAME_PERSON']);
  expect(en.refusal?.message).not.toBe(indonesian.refusal?.message);
  // The order came back after the file was compared.
  await database.query(
    `begin; set local session_replication_role = replica;
      update disbursement_order set state = 'RETURNED', returned_at = now() where reference = '${referenceOf(2)}'; commit`,
  );
  expect(await codeOf(confirm(id))).toBe('DIFFERENCE_CHANGED');
  expect(await postings()).toEqual([]);
});

test('of an order whose end is unknown nothing is decided, until it has one', async () => {
  const settlement = await openSettlement();
  await settlement.seed({ count: 1 });
  await settlement.database.query(
    `begin; set local session_replication_role = replica;
      update disbursement_order set state = 'SUSPECT', ended_at = null; commit`,
  );
  await settlement.importFile({ text: csvOf({ rows: [{ reference: referenceOf(1) }] }) });
  const { propose, confirm, idOf, postings } = deciding(settlement);
  const id = await idOf('STATUS_DIFFERS');
  for (const resolution of ['KEEP_LEDGER', 'TAKE_FILE'])
    expect(await codeOf(propose(id, resolution))).toBe('ORDER_UNDECIDED');
  const orderIs = (state: string) =>
    settlement.database.query(
      `begin; set local session_replication_role = replica;
        update disbursement_order set state = '${state}', ended_at = now(); commit`,
    );
  // Both agree: nothing is left to decide.
  await orderIs('PAID');
  expect(await codeOf(propose(id, 'TAKE_FILE'))).toBe('DIFFERENCE_CHANGED');
  // The order failed, and the partner paid it.
  await orderIs('FAILED');
  await propose(id, 'TAKE_FILE');
  await confirm(id);
  expect(await postings()).toEqual([
    ['PARTNER_DEPOSIT', 'gopay', true, 600_000],
    ['SUSPENSE', 'gopay', true, -600_000],
  ]);
});

test.each([
  [
    'one person decides alone',
    `update settlement_difference set status = 'RESOLVED', confirmed_by = proposed_by, confirmed_at = now()`,
    'settlement_difference_two_ck',
  ],
  [
    'an order is accounted for twice',
    `insert into reconciled_order (order_id, fact, file_id, is_decided) select order_id, fact, file_id, false
      from reconciled_order limit 1`,
    'reconciled_order_pkey',
  ],
  [
    'a second file of a day',
    `insert into settlement_file (partner_code, day, format, file, sha256, status, requested_by, request_id, requested_at)
      select partner_code, day, format, file, sha256('x'), 'LOADING', 'x', 'x', now() from settlement_file`,
    'settlement_file_day_uq',
  ],
])('the database refuses that %s', async (_name, sql, constraint) => {
  const { settlement, propose, idOf } = await opened([{ reference: referenceOf(1) }], 2);
  await propose(await idOf('MISSING'), 'KEEP_LEDGER');
  await expect(settlement.database.query(sql)).rejects.toMatchObject({ constraint });
});

test.each([
  ['every row of a settlement file is matched or has a difference', `delete from settlement_difference`],
  ['a settlement file has as many rows, and as much money, as it says', 'update settlement_file set line_sum = 1'],
  [
    'what matched in a settlement file that is done is posted, and nothing else',
    `update reconciled_order set is_decided = true`,
  ],
  [
    'only what two people decided goes to suspense',
    `update settlement_difference set status = 'OPEN', confirmed_by = null, confirmed_at = null`,
  ],
])('a change by hand is found: %s', async (name, sql) => {
  const { settlement, propose, confirm, idOf } = await opened([
    { reference: referenceOf(1) },
    { reference: 'PK-UNKNOWN' },
  ]);
  const id = await idOf('EXTRA');
  await propose(id, 'TAKE_FILE');
  await confirm(id);
  const rule = invariants.find((each) => each.name === name);
  expect(await settlement.database.query(rule?.sql ?? '')).toEqual([]);
  await settlement.database.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
  expect(await settlement.database.query(rule?.sql ?? '')).not.toEqual([]);
});

test('a return without its payment leaves the payment to be explained by itself, and nothing stays in clearing', async () => {
  const { settlement, propose, confirm, idOf, postings } = await opened([
    { reference: referenceOf(1), status: 'RETURNED' },
  ]);
  const status = await idOf('STATUS_DIFFERS');
  expect(await idOf('MISSING')).toBe('');
  await propose(status, 'KEEP_LEDGER');
  await confirm(status);
  expect(await postings()).toEqual([]);
  const missing = await idOf('MISSING');
  await propose(missing, 'KEEP_LEDGER');
  await confirm(missing);
  expect(await postings()).toEqual([
    ['PARTNER_DEPOSIT', 'gopay', true, 600_000],
    ['WALLET_CLEARING', 'gopay', true, -600_000],
  ]);
  await expectAll(settlement);
});

test('an order that was paid twice on one day stands in two rows: the second one is a payment too many', async () => {
  const twice = [{ reference: referenceOf(1) }, { reference: referenceOf(1) }];
  const { settlement, propose, confirm, idOf, postings } = await opened(twice);
  expect(await settlement.database.query('select result from settlement_line order by position')).toEqual([
    { result: 'MATCHED' },
    { result: 'EXTRA' },
  ]);
  const id = await idOf('EXTRA');
  await propose(id, 'TAKE_FILE');
  await confirm(id);
  expect(await postings()).toEqual([
    ['PARTNER_DEPOSIT', 'gopay', true, 600_000],
    ['SUSPENSE', 'gopay', true, -600_000],
  ]);
  await expectAll(settlement);
});
