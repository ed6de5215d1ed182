import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { onTestFinished } from 'vitest';
import { contextOf, servicesOf } from '../../subgraphs/kit/assembly.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { auditTrail } from './audit-trail.ts';
import { silent } from './event-secret.ts';
import { callerWith, paymentsDatabase, paymentsEnv, requestId } from './payments.ts';
import { schemaFor } from './schema.ts';

export const DAY = '2026-11-26';
export const PARTNER = 'gopay';
export const AMOUNT = 600_000n;

// Orders as the engine leaves them, with all that they stand on: payouts, an approved batch and its items, and what was
// posted of them.
const SEED = [
  `create temporary table seeded on commit drop as select nth, uuidv7() as payout, uuidv7() as id, uuidv7() as person,
      1 + nth % $3::int + $5::int as wave, 'PK' || lpad((nth + $6::int)::text, 8, '0') as reference
    from generate_series(1, $1::int) as nth`,
  `insert into disbursement (id, participant_id, wave_number, entitlement, instalment, amount, status, due_at, partner_code,
      partner_reference, settled_at)
    select payout, person, wave, 'INCENTIVE', 1, 600000, 'SETTLED', $2::timestamptz - interval '1 day', $4, reference, $2
    from seeded`,
  `insert into disbursement_batch (id, status, created_by, approved_by, approved_at, is_made_by_engine, filter, item_count,
      item_sum, destination_hash, created_at)
    select '00000000-0000-7000-8000-000000000001', 'APPROVED', 'maker', 'checker', now(), false, '{}', 1, 1,
      sha256('seed'), now() on conflict do nothing`,
  `insert into disbursement_batch_item select '00000000-0000-7000-8000-000000000001', payout, 600000, sha256('seed')
    from seeded`,
  `insert into disbursement_order (id, disbursement_id, batch_id, participant_id, wave_number, partner_code, reference,
      amount, destination_hash, sealed_account, state, attempt, next_step, next_at, ordered_at, ended_at)
    select id, payout, '00000000-0000-7000-8000-000000000001', person, wave, $4, reference, 600000, sha256('seed'), '',
      'PAID', 1, 'INQUIRE', $2, $2, $2 from seeded`,
  `insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
    select kind, 'seed:' || kind || ':' || wave, wave, now(), 'request-0001'
    from (select distinct wave from seeded) wave, (values ('DUE'), ('PAY')) as entry(kind)`,
  `insert into posting (entry_id, account_code, participant_id, party, amount, posted_on)
    select entry.id, line.account, line.person, line.party, line.amount, entry.posted_on
    from seeded join journal_entry entry on wave_number = wave and entry.reference like 'seed:%' cross join lateral (values
      ('DUE', 'UNALLOCATED', null::uuid, null, -600000), ('DUE', 'INCENTIVE_PAYABLE', person, null, 600000),
      ('PAY', 'INCENTIVE_PAYABLE', person, null, -600000), ('PAY', 'WALLET_CLEARING', person, $4, 600000)
    ) as line(kind, account, person, party, amount) where line.kind = entry.kind`,
];

export interface SeedOptions {
  count: number;
  /** When the orders ended. */
  at?: string;
  waves?: number;
  partner?: string;
  /** Numbers of waves begin behind it. */
  fromWave?: number;
  /** Numbers of references begin behind it. */
  from?: number;
}

/** A row of a partner's CSV. */
export interface CsvRow {
  reference: string;
  amount?: bigint | string;
  status?: string;
  paidAt?: string;
  fee?: string;
}

export const rowText = ({ reference, amount = AMOUNT, status = 'PAID', paidAt, fee = '2500' }: CsvRow) =>
  `${reference},${amount},${status},${paidAt ?? (status === 'FAILED' ? '' : `${DAY}T10:00:00+07:00`)},${fee}`;

export interface CsvParts {
  messageId?: string;
  partner?: string;
  day?: string;
  rows: readonly CsvRow[];
  count?: number;
  sum?: bigint;
}

/** A whole CSV; its totals are right unless others are given. */
export const csvOf = ({ messageId = 'MSG-1', partner = PARTNER, day = DAY, rows, ...said }: CsvParts): string => {
  const sum = said.sum ?? rows.reduce((total, { amount = AMOUNT }) => total + BigInt(amount), 0n);
  const lines = [`HEADER,${messageId},${partner},${day}`, 'reference,amount,status,paidAt,fee', ...rows.map(rowText)];
  return `${[...lines, `TRAILER,${said.count ?? rows.length},${sum}`].join('\n')}\n`;
};

export const referenceOf = (nth: number) => `PK${String(nth).padStart(8, '0')}`;

export const officer = callerWith('treasurer-1', 'ledger:read', 'reconciliation:decide');
export const second = callerWith('treasurer-2', 'ledger:read', 'reconciliation:decide');

export interface ImportedFile {
  id: string;
  status: string;
  refusal: string | null;
  refusalLine: number | null;
  refusalMessage: string | null;
  lines: number;
  matched: number;
  matchedSum: number;
  fees: number;
}

interface AskOptions {
  variables?: Record<string, unknown>;
  language?: 'en' | 'id';
}

interface ImportCall {
  text?: string | Buffer;
  file?: string;
  partner?: string;
  date?: string;
  format?: string;
  sha256?: string;
  key?: string;
  caller?: Caller;
  language?: 'en' | 'id';
}

const IMPORT = `mutation ($key: String!, $input: ImportSettlementFileInput!) {
  importSettlementFile(idempotencyKey: $key, input: $input) {
    file { id status refusal refusalLine refusalMessage lines matched matchedSum fees } refusal { code path }
  } }`;

/** The treasury's side of settlement files, over a database and a directory of their own. */
export const openSettlement = async (now = () => new Date('2026-11-28T02:00:00Z')) => {
  const database = await paymentsDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'settlement-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const services = servicesOf(payments, {
    database,
    outbox: createOutbox({ source: 'payments', subscriptions: [] }),
    audit: auditTrail(database),
    log: silent,
    now,
    env: { ...paymentsEnv, SETTLEMENT_FILES_DIR: directory } as never,
  });
  const schema = schemaFor(payments);
  const contextFor = contextOf(payments, services);
  const ask = async <T>(
    caller: Caller,
    source: string,
    { variables: variableValues = {}, language = 'en' }: AskOptions = {},
  ) => {
    const contextValue = contextFor({ caller, requestId, language });
    const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
    return { data: data as T, errors, codes: errors.map(({ extensions }) => extensions.code) };
  };
  const seed = async ({
    count,
    at = `${DAY}T03:00:00Z`,
    waves = 1,
    fromWave = 2_000,
    from = 0,
    ...given
  }: SeedOptions) => {
    const values = [count, at, waves, given.partner ?? PARTNER, fromWave, from];
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      for (const text of SEED) {
        const used = values.map((value) => (typeof value === 'number' ? String(value) : `'${value}'`));
        await client.query(text.replaceAll(/\$(\d)/g, (_, nth) => used[Number(nth) - 1] ?? ''));
      }
      await client.query('commit');
    } finally {
      client.release();
    }
  };
  const put = (file: string, text: string | Buffer) => {
    writeFileSync(join(directory, file), text);
    return createHash('sha256').update(text).digest('hex');
  };
  const importFile = async (call: ImportCall) => {
    const { text = '', file = 'settlement.csv', partner = PARTNER, date = DAY, format = 'CSV' } = call;
    const { caller = officer, key = crypto.randomUUID(), language = 'en' } = call;
    const sha256 = call.sha256 ?? put(file, text);
    const input = { partner, file, date, format, sha256 };
    type Answer = { file: ImportedFile | null; refusal: { code: string; path: string[] } | null };
    const { data, errors } = await ask<{ importSettlementFile: Answer }>(caller, IMPORT, {
      variables: { key, input },
      language,
    });
    if (errors.length > 0) throw errors[0];
    await services.settlementImports.tick();
    return data.importSettlementFile;
  };
  const url = String(database.orm.config.get('clientUrl'));
  return { database, url, directory, services, ask, seed, put, importFile };
};

export type Settlement = Awaited<ReturnType<typeof openSettlement>>;
