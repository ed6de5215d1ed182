import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { journalChain, signedHeads } from '../../../subgraphs/payments/ledger/chain.service.ts';
import { post } from '../../../subgraphs/payments/ledger/index.ts';
import { runCommand } from '../../../tests/testkit/command.ts';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { paymentsDatabase, paymentsInbox, people, requestId, testYear } from '../../../tests/testkit/payments.ts';
import { keysOf } from '../../../tests/testkit/vault.ts';

const keys = keysOf('2026-01');

const setUp = async () => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  const participants = people(3);
  await announce({ participants, id: '01a20074-ce3b-7549-8693-f235e3ad7d07' });
  const [siti = ''] = participants;
  const buy = (kind: 'HOLD' | 'CAPTURE', postings: Parameters<typeof post>[1]['postings']) => {
    const facts = { reference: `${kind.toLowerCase()}:1`, waveNumber: 1001, requestId };
    const entry = { kind, ...facts, at: new Date(), postings };
    return database.orm.em.fork().transactional((em) => post(em, entry));
  };
  const of = { participantId: siti };
  await buy('HOLD', [
    { account: 'TRAINING_BALANCE', ...of, amount: -500_000n },
    { account: 'TRAINING_HELD', ...of, amount: 500_000n },
  ]);
  await buy('CAPTURE', [
    { account: 'TRAINING_HELD', ...of, amount: -500_000n },
    { account: 'INSTITUTION_PAYABLE', ...of, party: 'lpk-maju', amount: 450_000n },
    { account: 'COMMISSION', ...of, party: 'pijar', amount: 50_000n },
  ]);
  const [{ name = '' } = {}] = await database.query<{ name: string }>('select current_database() as name');
  const data = mkdtempSync(join(tmpdir(), 'prakerja-ledger-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  mkdirSync(join(data, 'logs'));
  const run = (...args: string[]) => {
    const connection = new URL(inject('adminUrl'));
    connection.pathname = `/${name}`;
    const env = {
      PAYMENTS_DATABASE_URL: connection.href,
      PAYMENTS_VAULT_KEYS: JSON.stringify(keys),
    };
    return runCommand(['ledger', ...args], { env });
  };
  return { ...database, siti, data, run };
};

const withoutDates = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-11-28 20:00:00');

test('an accountant reads what happened to a person, a wave and a party', async () => {
  const { run, siti } = await setUp();
  expect(withoutDates((await run('--wave', '1001')).out)).toMatchInlineSnapshot(`
    "DATE (WIB)           ENTRY                                                   ACCOUNT                                                      DEBIT                CREDIT               BALANCE
    2026-11-28 20:00:00  GRANT grant:1001:01a20074-ce3b-7549-8693-f235e3ad7d07   UNALLOCATED                                              3.000.000                                  -3.000.000
                                                                                 TRAINING_BALANCE                                                               3.000.000             3.000.000
    2026-11-28 20:00:00  HOLD hold:1                                             TRAINING_BALANCE                                           500.000                                   2.500.000
                                                                                 TRAINING_HELD                                                                    500.000               500.000
    2026-11-28 20:00:00  CAPTURE capture:1                                       TRAINING_HELD                                              500.000                                           0
                                                                                 COMMISSION pijar                                                                  50.000                50.000
                                                                                 INSTITUTION_PAYABLE lpk-maju                                                     450.000               450.000
    "
  `);
  expect(withoutDates((await run('--participant', siti, '--csv')).out).split('\r\n')).toEqual([
    'date,kind,reference,account,party,debit,credit,balance',
    '2026-11-28 20:00:00,GRANT,grant:1001:01a20074-ce3b-7549-8693-f235e3ad7d07,TRAINING_BALANCE,,0,1000000,1000000',
    '2026-11-28 20:00:00,HOLD,hold:1,TRAINING_BALANCE,,500000,0,500000',
    '2026-11-28 20:00:00,HOLD,hold:1,TRAINING_HELD,,0,500000,500000',
    '2026-11-28 20:00:00,CAPTURE,capture:1,TRAINING_HELD,,500000,0,0',
    '2026-11-28 20:00:00,CAPTURE,capture:1,COMMISSION,pijar,0,50000,50000',
    '2026-11-28 20:00:00,CAPTURE,capture:1,INSTITUTION_PAYABLE,lpk-maju,0,450000,450000',
    '',
  ]);
  const ofParty = (await run('--party', 'pijar', '--year', String(testYear))).out.split('\n');
  expect(ofParty).toHaveLength(3);
  expect(ofParty[1]).toContain('COMMISSION pijar');
});

test('an auditor verifies the chain, and finds one that was made anew by the heads in the log', async () => {
  const database = await setUp();
  const { run, query, data } = database;
  const kit = { database, log: silent, now: () => new Date() };
  await journalChain(kit).tick();
  const lines: string[] = [];
  const info = vi.spyOn(silent, 'info').mockImplementation((fields: unknown, msg?: string) => {
    lines.push(JSON.stringify({ ...(fields as object), msg }));
  });
  await signedHeads({ ...kit, env: { VAULT_KEYS: keys } }).stop();
  info.mockRestore();
  const log = join(data, 'logs', 'payments.log');
  writeFileSync(log, `${lines.join('\n')}\n`);
  expect((await run('verify', '--log', log)).out).toBe('4 entries, the chain holds\n1 signed head\n');
  expect((await run('head')).out).toMatch(/^4:[0-9a-f]{64}\n$/);
  await query(`do $$ begin set local session_replication_role = replica; update posting set amount = amount * 2;
    insert into journal_pending select entry_id from journal_link; delete from journal_link; end $$`);
  await journalChain(kit).tick();
  expect(await run('verify', '--log', log)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^BROKEN: entry 4: the chain was made anew after .*; before it, 3 entries right\n/),
  });
});

test.for([
  [['--wave', 'x'], '--wave takes a whole number'],
  [['--participant', 'siti'], '--participant takes the id'],
  [['verify', '--hed'], "Unknown option '--hed'"],
] as const)('wrong arguments are named: %j', async ([args, named]) => {
  const failed = await runCommand(['ledger', ...args]);
  expect(failed).toMatchObject({ code: 2, err: expect.stringContaining(named) });
});
