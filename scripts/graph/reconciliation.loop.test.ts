import { afterAll, beforeAll, expect, test } from 'vitest';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { type PartnerAdapter, simulatedPartner } from '../../subgraphs/payments/partner/index.ts';
import { runCommand } from '../../tests/testkit/command.ts';
import { expectInvariants, vault } from '../../tests/testkit/payments.ts';
import { engineOver } from '../../tests/testkit/payout-engine.ts';
import { approveAll, makeDue } from '../../tests/testkit/payouts.ts';
import { officer, openSettlement, type Settlement, second } from '../../tests/testkit/settlement.ts';
import { startSimulators, type TestSimulators } from '../../tests/testkit/simulators.ts';
import { fetchSettlement } from './reconciliation.fetch.ts';

let simulators: TestSimulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.stop());

const DAY_MS = 86_400_000;
// Everything is paid at noon in Jakarta, so that no midnight falls into the test.
const noon = new Date(`${jakartaDayAfter(new Date(), 1)}T12:00:00+07:00`);
const skewMs = noon.getTime() - Date.now();
const now = () => new Date(Date.now() + skewMs);
const day = jakartaDayAfter(noon, 0);

const partners = ['gopay', 'bni', 'bca'] as const;

const decide = async ({ ask, database }: Settlement, resolutionOf: Record<string, string>) => {
  const open = await database.query<{ id: string; kind: string }>(
    `select id, kind from settlement_difference where status = 'OPEN' order by id`,
  );
  for (const { id, kind } of open) {
    const propose = `mutation { done: proposeDifferenceResolution(input: { difference: "${id}",
      resolution: ${resolutionOf[kind]}, evidence: "Surat mitra 12/2026" }) { refusal { code } } }`;
    const confirm = `mutation { done: confirmDifferenceResolution(id: "${id}") { refusal { code } } }`;
    expect(await ask(officer, propose)).toMatchObject({ data: { done: { refusal: null } } });
    expect(await ask(officer, confirm)).toMatchObject({
      data: { done: { refusal: { code: 'DIFFERENCE_SAME_PERSON' } } },
    });
    expect(await ask(second, confirm)).toMatchObject({ data: { done: { refusal: null } } });
  }
  return open.length;
};

const report = (url: string) => runCommand(['reconciliation', '--date', day], { env: { DATABASE_URL: url } });

test('from the payment at a simulator to the day’s report: its own file, differences, two people, postings', async () => {
  const settlement = await openSettlement(() => new Date(now().getTime() + DAY_MS));
  const { database, directory, importFile, url } = settlement;
  for (const [index, partner] of partners.entries()) {
    await simulators.switch(partner, { clockSkewMs: skewMs });
    await makeDue(database, 6, { partner, wave: 1001 + index });
  }
  await approveAll(database, { now });
  const adapters: PartnerAdapter[] = partners.map((code) => simulators.adapter(code, now));
  const engine = engineOver({ database, vault, partners: adapters, now });
  await engine.drain();
  const paid = await database.query<{ partner: string; references: string[] }>(
    `select partner_code as partner, array_agg(reference order by id) as references from disbursement_order
    where state = 'PAID' group by 1 order by 1`,
  );
  expect(paid.map(({ partner, references }) => [partner, references.length])).toEqual([
    ['bca', 6],
    ['bni', 6],
    ['gopay', 6],
  ]);

  for (const { partner, references } of paid) {
    const [missing = '', amount = '', status = ''] = references;
    const planted = [
      { kind: 'MISSING', references: [missing] },
      { kind: 'AMOUNT', references: [amount] },
      { kind: 'STATUS', references: [status] },
      { kind: 'EXTRA', references: [`PK-NOBODYS-${partner}`] },
    ];
    const configuration = simulatedPartner.parse(simulators.configurationOf(partner));
    const fetched = async (fileFaults: object[]) => {
      await simulators.switch(partner, { clockSkewMs: skewMs + DAY_MS, fileFaults });
      const { format = '', file = '', sha256 = '' } = (await fetchSettlement(configuration, day, directory)) ?? {};
      return (await importFile({ partner, date: day, format, file, sha256 })).file;
    };
    const broken = await fetched([...planted, { kind: 'CONTROL_SUM' }]);
    expect(broken).toMatchObject({
      status: 'REFUSED',
      refusal: partner === 'gopay' ? 'SUM_DIFFERS' : 'BALANCE_DIFFERS',
    });
    // The same message id again, corrected: five of six and one that nobody ordered; in a statement, a return besides.
    const done = partner === 'gopay' ? { lines: 6, matched: 3, fees: 5_000 } : { lines: 7, matched: 4, fees: 15_000 };
    expect(await fetched(planted)).toMatchObject({ status: 'DONE', ...done });
  }
  const kinds =
    'select partner_code, kind, count(*)::int from settlement_difference join settlement_file file on file.id = file_id';
  const expected = [...partners].sort().flatMap((partner) =>
    ['AMOUNT_DIFFERS', 'EXTRA', 'MISSING', 'STATUS_DIFFERS'].map((kind) => ({
      partner_code: partner,
      kind,
      count: 1,
    })),
  );
  expect(await database.query(`${kinds} group by 1, 2 order by 1, 2`)).toEqual(expected);
  const before = await report(url);
  expect([before.code, before.err]).toEqual([1, '']);
  expect(before.out).toContain('bca      6     3,600,000  0         DONE');

  const wanted = {
    MISSING: 'KEEP_LEDGER',
    EXTRA: 'TAKE_FILE',
    AMOUNT_DIFFERS: 'TAKE_FILE',
    STATUS_DIFFERS: 'KEEP_LEDGER',
  };
  expect(await decide(settlement, wanted)).toBe(12);
  const after = await report(url);
  expect([after.code, after.err]).toEqual([0, '']);
  expect(after.out.match(/RESOLVED/g)).toHaveLength(12);
  const sums = `select party, account_code as account, sum(amount)::int from posting
    where account_code in ('WALLET_CLEARING', 'PARTNER_DEPOSIT', 'SUSPENSE') group by 1, 2 having sum(amount) <> 0 order by 1, 2`;
  // Six payments, one rupiah too much of one of them, and 600,000 that nobody ordered.
  expect(await database.query(sums)).toEqual(
    [...partners].sort().flatMap((party) => [
      { party, account: 'PARTNER_DEPOSIT', sum: 4_200_001 },
      { party, account: 'SUSPENSE', sum: -600_001 },
    ]),
  );
  await expectInvariants(database);
});

test('a file that somebody altered on its way, or that another partner signed, is not put down', async () => {
  await simulators.switch('dana', { clockSkewMs: skewMs + DAY_MS });
  const settlement = await openSettlement();
  const { directory } = settlement;
  const own = simulators.configurationOf('dana');
  const parsed = simulatedPartner.parse(own);
  expect(await fetchSettlement(parsed, jakartaDayAfter(noon, 1), directory)).toBeUndefined();
  expect(await fetchSettlement(parsed, day, directory)).toMatchObject({ partner: 'dana', format: 'CSV' });
  const stranger = simulatedPartner.parse({ ...own, clientSecret: 'a secret that is not the right one' });
  await expect(fetchSettlement(stranger, day, directory)).rejects.toThrow('dana sent no settlement file: HTTP 401');
  const otherCode = simulatedPartner.parse({ ...own, code: 'linkaja' });
  await expect(fetchSettlement(otherCode, day, directory)).rejects.toThrow('is not signed by its partner');
});
