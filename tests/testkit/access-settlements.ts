import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

// The same for every file of the matrix, and newer than all others.
const RUN = 'ffffffff-0000-7000-8000-00000000090a';
const SETTLEMENT = 'ffffffff-0000-7000-8000-00000000090b';
/** A purchase of the person, none of whose fields is null. */
export const SETTLED_PURCHASE = 'ffffffff-0000-7000-8000-00000000090c';
const REJECTED = 'ffffffff-0000-7000-8000-00000000090d';
const CERTIFICATE = 'ffffffff-0000-7000-8000-00000000090e';
const DAY = '2020-01-02';

/** A purchase of the person that the platform sold, that was settled with it, taken back and netted; and a rejected run. */
const rowsFor = (victim: string, platform: string): readonly string[] => [
  `insert into purchase (id, participant_id, status, wave_number, amount, commission, commission_basis_points, invoice,
      course_id, platform_id, institution_id, authorized_at, void_requested_at, void_reason, captured_at, end_reason, ended_at)
    select '${SETTLED_PURCHASE}', participant_id, 'REFUNDED', wave_number, 100000, 15000, 1500, 'matrix-settled', '${SETTLED_PURCHASE}',
      '${platform}', '${SETTLED_PURCHASE}', '${DAY}', '${DAY}', 'Matriks', '${DAY}', 'CLASS_CANCELLED', '${DAY}'
    from training_balance where participant_id = '${victim}' on conflict do nothing`,
  `insert into settlement_run (id, until, status, created_by, created_at, request_id, line_count, sales, refunds,
      approved_by, approved_at, done_at)
    values ('${RUN}', '${DAY}', 'DONE', 'matrix-1', now(), 'matrix', 2, 15000, 15000, 'matrix-2', now(), now())
    on conflict do nothing`,
  `insert into settlement (id, run_id, account, party, sales, refunds, posted)
    values ('${SETTLEMENT}', '${RUN}', 'COMMISSION', '${platform}', 15000, 15000, 15000) on conflict do nothing`,
  `insert into settled_purchase (run_id, account, party, kind, purchase_id, price, amount)
    select '${RUN}', 'COMMISSION', '${platform}', kind, '${SETTLED_PURCHASE}', 100000, 15000
    from unnest(array['SALE', 'REFUND']) as kind on conflict do nothing`,
  // What the ledger has of it, in one statement: an entry is written with its postings.
  `with entry as (
      insert into journal_entry (kind, reference, posted_at, request_id)
      values ('REFUND', 'refund:${SETTLED_PURCHASE}', now(), 'matrix'), ('SETTLE', 'settle:${RUN}:1', now(), 'matrix')
      on conflict do nothing returning id, kind, posted_on
    )
    insert into posting (entry_id, account_code, participant_id, party, amount, posted_on)
    select entry.id, account, case account when 'COMMISSION' then '${victim}'::uuid end, '${platform}',
      case kind when 'REFUND' then amount else -amount end, posted_on
    from entry, (values ('COMMISSION', 15000), ('RECEIVABLE', -15000)) as line (account, amount)`,
  `insert into settlement_run (id, until, status, created_by, created_at, request_id, line_count, sales, refunds,
      approved_by, approved_at, rejected_by, rejected_at, reject_reason, done_at)
    values ('${REJECTED}', '${DAY}', 'REJECTED', 'matrix-1', now(), 'matrix', 0, 0, 0, 'matrix-2', now(), 'matrix-2',
      now(), 'Matriks', now()) on conflict do nothing`,
];

// Somebody whose first certificate is of a day to come: what is then due is forecast. Stories take the newest people.
const FORECAST = `with person as (
    select participant_id from training_balance join wallet using (participant_id)
    where wallet.state = 'VERIFIED' and extract(year from expires_on) = 2026
      and not exists (select from disbursement where disbursement.participant_id = training_balance.participant_id)
      and not exists (select from revocation where revocation.participant_id = training_balance.participant_id)
      and not exists (select from participant_freeze barred where barred.participant_id = training_balance.participant_id)
      and not exists (select from certificate_fact proven where proven.participant_id = training_balance.participant_id)
      and not exists (select from certificate_fact where certificate_id = '${CERTIFICATE}')
    order by participant_id limit 1
  ), known as (
    insert into incentive_condition (participant_id, first_enrollment_id, rated_at, is_finished_in_time, wallet_linked_at,
      wallet_verified_at, recheck_at)
    select participant_id, '${CERTIFICATE}', now(), true, now(), now(), now() + interval '90 days' from person
    on conflict (participant_id) do update set first_enrollment_id = excluded.first_enrollment_id,
      rated_at = excluded.rated_at, is_finished_in_time = true, wallet_linked_at = excluded.wallet_linked_at,
      wallet_verified_at = excluded.wallet_verified_at, recheck_at = excluded.recheck_at
  )
  insert into certificate_fact (certificate_id, participant_id, enrollment_id, issued_at)
  select '${CERTIFICATE}', participant_id, '${CERTIFICATE}', now() + interval '90 days' from person`;

/** Gives the platform of the default run a settlement, and the arguments that lead to it and to a forecast. */
export const settle = async (victim: string): Promise<Arguments> => {
  for (const statement of [...rowsFor(victim, syntheticOrganizations.platform.id), FORECAST])
    await rowsOf('payments', statement);
  return {
    'Query.settlement': `id: "${SETTLEMENT}"`,
    'Query.settlementRun': `id: "${REJECTED}"`,
    'Query.dueForecast': 'year: 2026',
    'Mutation.createSettlementRun': 'until: "2999-01-01"',
    'Mutation.approveSettlementRun': `id: "${REJECTED}"`,
    'Mutation.rejectSettlementRun': `id: "${REJECTED}", reason: "Matriks"`,
  };
};
