import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silent } from '../../../../tests/testkit/event-secret.ts';
import { vault } from '../../../../tests/testkit/payments.ts';
import { engineOver } from '../../../../tests/testkit/payout-engine.ts';
import { approveAll, makeDue } from '../../../../tests/testkit/payouts.ts';
import { openPayouts } from '../../../../tests/testkit/payouts-database.ts';
import { startSimulators, type TestSimulators } from '../../../../tests/testkit/simulators.ts';
import { simulatedPartner } from '../partner.configuration.ts';
import { desksOf } from '../partner.service.ts';
import { BankFileAdapter } from './bank-file.adapter.ts';
import { bankFileWork } from './bank-file.desk.ts';
import { takeReport } from './bank-report.ts';

let simulators: TestSimulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
beforeEach(() => simulators.switch('bni', {}));
afterAll(() => simulators.stop());

const file = {
  debtorName: 'Kartu Prakerja',
  debtorAgent: 'BNINIDJA',
  creditorAgent: 'BNINIDJA',
  gatherMs: 0,
  everyMs: 0,
};

interface OpenOptions {
  most?: number;
  refusesDuplicates?: boolean;
}

const open = async (count: number, { most = 10_000, refusesDuplicates = true }: OpenOptions = {}) => {
  const payouts = await openPayouts();
  const { database, query } = payouts;
  let movedMs = 0;
  const now = () => new Date(Date.now() + movedMs);
  const own = { ...simulators.configurationOf('bni'), refusesDuplicates, file: { ...file, most } };
  const logged: unknown[] = [];
  const log = { ...silent, error: (facts: unknown) => void logged.push(facts) };
  const workOf = () => bankFileWork(desksOf([simulatedPartner.parse(own)]), { database, vault, log, now });
  const adapter = new BankFileAdapter({ database, accounts: simulators.adapter('bni'), now });
  const engine = engineOver({ database, vault, partners: [adapter], now });
  await makeDue(database, count, { partner: 'bni' });
  await approveAll(database);
  await engine.drain();
  const work = workOf();
  const transfers = () =>
    query<{ status: string; code: string | null; count: number }>(
      'select status, code, count(*)::int from bank_transfer group by 1, 2 order by 1, 2',
    );
  const references = async () =>
    (await query<{ reference: string }>('select reference from bank_transfer')).map((row) => row.reference);
  return {
    ...payouts,
    adapter,
    engine,
    logged,
    workOf,
    work,
    transfers,
    files: () => query('select status, code, attempts, transfer_count as count from bank_file order by id'),
    moves: async () => (await references()).map((reference) => simulators.books.movesOf('bni', reference)),
    /** Works and asks until nothing is under way. */
    settle: async () => {
      const isUnderWay = async () => {
        await work.tick();
        return (await query(`select from bank_transfer where status in ('QUEUED', 'FILED')`)).length;
      };
      await expect.poll(isUnderWay, { timeout: 30_000 }).toBe(0);
      movedMs += 3_600_000;
      await engine.drain();
    },
  };
};

test('orders go to their bank in files, are settled by its reports, and each is paid once', async () => {
  const { engine, work, files, transfers, settle, counts, moves, broken, query } = await open(30, { most: 12 });
  expect(await transfers()).toEqual([{ status: 'QUEUED', code: null, count: 30 }]);
  expect(await counts()).toEqual({ SENT: 30 });
  await work.tick();
  const sent = { status: 'SENT', code: null, attempts: 1 };
  expect(await files()).toEqual([12, 12, 6].map((count) => ({ ...sent, count })));
  await settle();
  expect(await transfers()).toEqual([{ status: 'PAID', code: null, count: 30 }]);
  expect(await counts()).toEqual({ SETTLED: 30 });
  expect(await moves()).toEqual(Array.from({ length: 30 }, () => 1));
  expect(await broken()).toEqual([]);
  // Nothing more is sent, whoever asks.
  await Promise.all([work.tick(), engine.drain()]);
  expect(await query('select count(*)::int from bank_report where contradictions = 0 and fault is null')).toEqual([
    { count: 6 },
  ]);
});

test('pending, late, rejected and partly reported transfers end as their bank says, and those that failed are paid to nobody', async () => {
  const faults = [
    { kind: 'PENDING', rate: 0.2, ms: 100 },
    { kind: 'PENDING_FAILS', rate: 0.2, ms: 150 },
    { kind: 'LATE', rate: 0.2, ms: 200 },
    { kind: 'REFUSED', rate: 0.2, code: '40318' },
    { kind: 'WRONG_SIGNATURE_PAID', rate: 0.5 },
  ];
  await simulators.switch('bni', { faults });
  const { settle, transfers, counts, query, broken, engine } = await open(60);
  await settle();
  await engine.keepHouse();
  const ended = await transfers();
  expect(ended.map(({ status, code }) => `${status} ${code}`)).toEqual([
    'FAILED RJCT_AC01',
    'FAILED RJCT_AC04',
    'PAID null',
  ]);
  const failed = ended.filter(({ status }) => status === 'FAILED').reduce((sum, { count }) => sum + count, 0);
  expect(await counts()).toEqual({ REJECTED: failed, SETTLED: 60 - failed });
  const paid = await query<{ reference: string; status: string }>('select reference, status from bank_transfer');
  for (const { reference, status } of paid)
    expect([status, simulators.books.movesOf('bni', reference)]).toEqual([status, status === 'PAID' ? 1 : 0]);
  expect(await broken()).toEqual([]);
});

test.each([
  ['DROPPED_PAID', true, { status: 'SENT', code: null, attempts: 1 }],
  ['DROPPED_PAID', false, { status: 'SENT', code: null, attempts: 1 }],
  ['ERROR_500_UNPAID', true, { status: 'SENT', code: null, attempts: 2 }],
])(
  'the answer to a file is lost (%s, the bank keeps message ids: %s): it is not paid twice',
  async (kind, isDuplicateProtectionOn, end) => {
    await simulators.switch('bni', { faults: [{ kind }], isDuplicateProtectionOn });
    const { work, workOf, files, settle, moves, counts, broken } = await open(5);
    await work.tick();
    expect(await files()).toEqual([{ status: 'MADE', code: null, attempts: 1, count: 5 }]);
    // Two processes go on at once.
    await Promise.all([workOf().tick(), workOf().tick()]);
    await settle();
    expect(await files()).toEqual([{ ...end, count: 5 }]);
    expect(await moves()).toEqual([1, 1, 1, 1, 1]);
    expect(await counts()).toEqual({ SETTLED: 5 });
    expect(await broken()).toEqual([]);
  },
  60_000,
);

test('a bank that pays a file twice is never sent one again: people decide', async () => {
  await simulators.switch('bni', { faults: [{ kind: 'ERROR_500_UNPAID' }], isDuplicateProtectionOn: false });
  const { work, files, logged, transfers } = await open(2, { refusesDuplicates: false });
  await work.tick();
  await work.tick();
  expect(await files()).toEqual([{ status: 'DISPUTED', code: 'NOT_RESENT', attempts: 1, count: 2 }]);
  expect(logged.at(-1)).toMatchObject({ code: 'NOT_RESENT' });
  expect(await transfers()).toEqual([{ status: 'FILED', code: null, count: 2 }]);
});

test('the database keeps a message id, and the transfer of an order, once for ever', async () => {
  const { work, query, adapter } = await open(1);
  await work.tick();
  const [{ id, message } = { id: 0, message: '' }] = await query<{ id: number; message: string }>(
    'select id, message_id as message from bank_file',
  );
  const again = `insert into bank_file (partner_code, message_id, execution_date, transfer_count, control_sum, status, made_at)
    values ('bca', '${message}', '2026-11-28', 1, 1, 'MADE', now())`;
  await expect(query(again)).rejects.toThrow('bank_file_message_uq');
  await expect(query(`update bank_transfer set status = 'FAILED', code = 'X'`)).rejects.toThrow('cannot become FAILED');
  await expect(query(`update bank_file set status = 'REFUSED', code = 'X' where id = ${id}`)).rejects.toThrow(
    'cannot become REFUSED',
  );
  const [{ reference } = { reference: '' }] = await query<{ reference: string }>('select reference from bank_transfer');
  const order = { reference, account: '0811', name: null, amount: 1n, attempt: 2, at: new Date() };
  // Another amount is another order; the same is answered as it is.
  expect(await adapter.pay(order)).toEqual({ state: 'UNKNOWN', code: 'NOT_QUEUED', notFound: true });
  expect(await adapter.pay({ ...order, amount: 600_000n })).toMatchObject({ state: 'PAID' });
  expect(await adapter.inquire({ ...order, reference: 'PK-NEVER-PUT' })).toMatchObject({ notFound: true });
});

test('what waits while its order becomes a suspect is never sent', async () => {
  const { work, query, transfers } = await open(3);
  const [{ reference } = { reference: '' }] = await query<{ reference: string }>(
    'select reference from bank_transfer order by reference limit 1',
  );
  await query(`update disbursement_order set state = 'SUSPECT' where reference = '${reference}'`);
  await work.tick();
  expect(await transfers()).toEqual([
    { status: 'FAILED', code: 'NEVER_FILED', count: 1 },
    { status: 'PAID', code: null, count: 2 },
  ]);
  expect(simulators.books.movesOf('bni', reference)).toBe(0);
});

test('nobody but the bank is sent a file: a simulator of another name, or a bank where a simulator is meant', async () => {
  const own = { ...simulators.configurationOf('bni'), file };
  const parsed = { ...simulatedPartner.parse(own), live: true as const };
  const [desk] = desksOf([parsed as never]);
  await expect(desk?.client.reports(0, AbortSignal.timeout(5_000))).rejects.toMatchObject({ code: 'NOT_THE_BANK' });
  expect(() => simulatedPartner.parse({ ...simulators.configurationOf('dana'), file })).toThrow('is for banks');
});

const XMLNS = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10';

const reportOf = (file: string, items: readonly [reference: string, status: string][]) =>
  `<Document xmlns="${XMLNS}"><CstmrPmtStsRpt><GrpHdr><MsgId>BNI-1</MsgId><CreDtTm>2026-11-28T00:00:00Z</CreDtTm></GrpHdr>` +
  `<OrgnlGrpInfAndSts><OrgnlMsgId>${file}</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>${items
    .map(
      ([reference, status]) =>
        `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts></TxInfAndSts>`,
    )
    .join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;

test('bad reports of every kind say nothing, and what ended stays as it ended', async () => {
  await simulators.switch('bni', { faults: [{ kind: 'PENDING', ms: 3_600_000 }] });
  const { work, query, transfers, database } = await open(2);
  await work.tick();
  const [{ message } = { message: '' }] = await query<{ message: string }>(
    'select message_id as message from bank_file',
  );
  const [one = '', other = ''] = (
    await query<{ reference: string }>('select reference from bank_transfer order by reference')
  ).map(({ reference }) => reference);
  const right = reportOf(message, [[one, 'ACSC']]);
  const client = await database.pool.connect();
  let number = 1_000;
  const take = (text: string | Buffer, messageId = 'BNI-1') => {
    number += 1;
    return takeReport(client, { partner: 'bni', number, messageId, bytes: Buffer.from(text), now: new Date() });
  };
  const bad: [fault: string, text: string | Buffer][] = [
    ['NOT_XML', ''],
    ['NOT_XML', '{"status":"ACSC"}'],
    ['NOT_XML', right.slice(0, -20)],
    ['NOT_XML', `<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>${right}`],
    ['NOT_XML', `<!DOCTYPE Document SYSTEM "file:///etc/passwd">${right}`],
    ['NOT_XML', right.replace('ACSC', '&lol;')],
    ['NOT_XML', right.replace('<GrpHdr>', `${'<a>'.repeat(50)}${'</a>'.repeat(50)}<GrpHdr>`)],
    ['NOT_XML', right.replace('BNI-1', 'B'.repeat(20_000))],
    ['NOT_XML', Buffer.from(right.replace('BNI-1', 'BNI-\u00e9'), 'latin1')],
    ['NAMESPACE', right.replace('pain.002.001.10', 'pain.001.001.09')],
    ['MISSING', right.replace(/<OrgnlMsgId>.*<\/OrgnlMsgId>/, '')],
    ['MISSING', right.replace(/<OrgnlEndToEndId>.*<\/OrgnlEndToEndId>/, '')],
    [
      'REPEATED',
      reportOf(message, [
        [one, 'ACSC'],
        [one, 'RJCT'],
      ]),
    ],
    ['MESSAGE_ID', right.replace('BNI-1', 'BNI-2')],
    ['FILE_UNKNOWN', right.replace(message, 'PK-OF-SOMEBODY-ELSE')],
  ];
  for (const [fault, text] of bad) {
    expect(await take(text)).toEqual({ fault });
  }
  expect(await transfers()).toEqual([{ status: 'FILED', code: 'PDNG', count: 2 }]);
  // A transfer of nobody, a status that nobody knows, and one that is not final.
  expect(
    await take(
      reportOf(message, [
        ['PK-NOBODYS', 'ACSC'],
        [one, 'NEWS'],
        [other, 'ACSP'],
      ]),
    ),
  ).toEqual({ fault: null });
  expect(await transfers()).toEqual([
    { status: 'FILED', code: 'ACSP', count: 1 },
    { status: 'FILED', code: 'NEWS', count: 1 },
  ]);
  // The message id of a report is taken once, whatever comes under it later.
  expect(await take(right)).toEqual({ fault: 'MESSAGE_REPEATED' });
  const second = right.replace('BNI-1', 'BNI-2');
  expect(await take(second, 'BNI-2')).toEqual({ fault: null });
  const third = right.replace('BNI-1', 'BNI-3').replace('ACSC', 'RJCT');
  expect(await take(third, 'BNI-3')).toEqual({ fault: null });
  const told = await query(
    `select transfers, contradictions from bank_report where number > 1000 and fault is null order by number`,
  );
  expect(told).toEqual([
    { transfers: 3, contradictions: 0 },
    { transfers: 1, contradictions: 0 },
    { transfers: 1, contradictions: 1 },
  ]);
  expect(await query(`select status from bank_transfer where reference = '${one}'`)).toEqual([{ status: 'PAID' }]);
  client.release();
});
