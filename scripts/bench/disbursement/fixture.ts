import { createHash } from 'node:crypto';
import type { Database } from '../../../subgraphs/kit/database.ts';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { Secret } from '../../../subgraphs/kit/vault/secret.ts';
import type { Vault } from '../../../subgraphs/kit/vault/vault.ts';

const WALLET_COLUMN = 'sealed_number';
const AT_ONCE = 2_000;

const POST_DUE = `with entry as (
    insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
    values ('DUE', 'due:' || uuidv7(), $2, now(), 'fixture') returning id, posted_on
  )
  insert into posting (entry_id, account_code, participant_id, amount, posted_on)
  select id, line.account, line.participant, line.amount, posted_on from entry, (
    select 'INCENTIVE_PAYABLE' as account, participant, 600000 as amount from unnest($1::uuid[]) as participant
    union all select 'UNALLOCATED', null, -600000 * cardinality($1::uuid[])
  ) as line`;

const accountOf = (number: number) => `08${String(1_000_000_000 + number)}`;

/** What the partner of the fixture and the programme office both say of the NIK behind an account. */
export const nikProofOf = (account: string): string => createHash('sha256').update(account).digest('base64url');

let numbered = 0;

export interface DecisionOptions {
  isEligible?: boolean;
  /** How long the decisions hold; 30 days unless said, for tests that move their clocks. */
  forMs?: number;
  at?: Date;
}

const MONTH_MS = 30 * 86_400_000;

const DECIDE = `insert into eligibility_decision
    (participant_id, wave_number, request, is_eligible, reasons, decided_at, valid_until)
  select distinct on (participant_id) participant_id, wave_number, uuidv7(), $2::boolean,
    case when $2::boolean then '{}' else array['ON_OFFICIALS_LIST'] end, $3::timestamptz, $4::timestamptz
  from disbursement where participant_id = any($1::uuid[]) order by participant_id
  on conflict (participant_id) do update set is_eligible = excluded.is_eligible, reasons = excluded.reasons,
    decided_at = excluded.decided_at, valid_until = excluded.valid_until, request = excluded.request`;

/** Gives each of these people the programme office's decision. */
export const decidePeople = async (
  database: Pick<Database, 'pool'>,
  people: readonly string[],
  { isEligible = true, forMs = MONTH_MS, at = new Date() }: DecisionOptions = {},
): Promise<void> => {
  await database.pool.query(DECIDE, [people, isEligible, at, new Date(at.getTime() + forMs)]);
};

export interface DueOptions {
  partner?: string;
  wave?: number;
  vault: Vault;
  /** Without decisions on the people, who then wait for one. */
  isUndecided?: boolean;
}

/**
 * Gives people a verified wallet, a NIK that is attested, and each a payout that is due, with its posting, and the
 * decision that it may be paid; returns the people.
 */
export const makePayoutsDue = async (database: Database, count: number, options: DueOptions): Promise<string[]> => {
  const { partner = 'dana', wave = 1001, vault, isUndecided = false } = options;
  const people: string[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, () => uuidv7());
    const keys = some.map((id) => vault.newSubject(id));
    const accounts = some.map(() => accountOf(numbered++));
    const sealed = some.map((id, index) =>
      keys[index]?.key.seal(
        { subjectId: id, table: 'wallet', column: WALLET_COLUMN, rowId: id },
        new Secret('account', accounts[index] ?? ''),
      ),
    );
    const { pool } = database;
    await pool.query(
      `insert into subject_key (subject_id, kek_id, wrapped) select * from unnest($1::uuid[], $2::text[], $3::bytea[])`,
      [some, keys.map(({ stored }) => stored.kekId), keys.map(({ stored }) => stored.wrapped)],
    );
    await pool.query(
      `insert into wallet (participant_id, partner_code, masked_number, verified_at, sealed_number, number_index)
      select id, $2, '****' || right(account, 4), now() - interval '1 day', sealed, indexed
      from unnest($1::uuid[], $3::text[], $4::bytea[], $5::bytea[]) as each (id, account, sealed, indexed)`,
      [some, partner, accounts, sealed, accounts.map((account) => vault.blindIndex('account', account))],
    );
    await pool.query(
      `insert into nik_attestation select *, now() - interval '1 day' from unnest($1::uuid[], $2::text[])`,
      [some, accounts.map(nikProofOf)],
    );
    await pool.query(
      `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at)
      select id, $2, 'INCENTIVE', 1, 600000, 'DUE', now() - interval '1 hour' from unnest($1::uuid[]) as id`,
      [some, wave],
    );
    await pool.query(POST_DUE, [some, wave]);
    if (!isUndecided) await decidePeople(database, some);
    people.push(...some);
  }
  return people;
};
