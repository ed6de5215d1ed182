import { expect, test } from 'vitest';
import { runCommand } from '../../tests/testkit/command.ts';
import { csvOf, DAY, openSettlement, referenceOf } from '../../tests/testkit/settlement.ts';

const run = (url: string, ...args: string[]) => runCommand(['reconciliation', ...args], { env: { DATABASE_URL: url } });

test('an accountant reads a day as a table and as CSV; it ends with 1 while something is open', async () => {
  const { url, seed, importFile } = await openSettlement();
  await seed({ count: 4 });
  await seed({ count: 1, partner: 'dana', from: 10, fromWave: 3_000 });
  const rows = [{ reference: referenceOf(1) }, { reference: referenceOf(2), amount: 599_000n }];
  await importFile({ text: csvOf({ rows: [...rows, { reference: 'PK-UNKNOWN', amount: 1_000n }] }) });

  const day = await run(url, '--date', DAY);
  expect(day.err).toBe('');
  expect(day.code).toBe(1);
  expect(day.out).toMatchInlineSnapshot(`
    "partner  paid  sum        returned  file  rows  sum        matched  sum      differ  open
    dana     1     600,000    0         none  0     0          0        0        0       0
    gopay    4     2,400,000  0         DONE  3     1,200,000  1        600,000  4       4

    partner  difference      reference   line  file says  amount   ledger says  amount   status  decision
    gopay    AMOUNT_DIFFERS  PK00000002  4     PAID       599,000  PAID         600,000  OPEN
    gopay    EXTRA           PK-UNKNOWN  5     PAID       1,000                          OPEN
    gopay    MISSING         PK00000003                            PAID         600,000  OPEN
    gopay    MISSING         PK00000004                            PAID         600,000  OPEN
    "
  `);

  const csv = await run(url, '--date', DAY, '--partner', 'gopay', '--csv');
  expect(csv.out).toMatchInlineSnapshot(`
    "date,partner,difference,reference,line,fileSays,fileAmount,ledgerSays,ledgerAmount,status,decision
    2026-11-26,gopay,AMOUNT_DIFFERS,PK00000002,4,PAID,599000,PAID,600000,OPEN,
    2026-11-26,gopay,EXTRA,PK-UNKNOWN,5,PAID,1000,,,OPEN,
    2026-11-26,gopay,MISSING,PK00000003,,,,PAID,600000,OPEN,
    2026-11-26,gopay,MISSING,PK00000004,,,,PAID,600000,OPEN,
    "
  `);
  const [quiet, noDay, noPartner] = await Promise.all([
    run(url, '--date', '2026-11-20', '--csv'),
    run(url, '--date', '2026-02-30'),
    run(url, '--date', DAY, '--partner', 'none'),
  ]);
  expect(quiet).toMatchObject({ code: 0, err: '' });
  expect(noDay.code).toBe(2);
  expect(noPartner.err).toContain('there is no partner none');
});
