import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import { column, type RowOf, statement } from '../../kit/statement.ts';
import { type Decision, evaluate, type Reason, reasonOf } from './evaluate.ts';
import { FACTS } from './facts.statement.ts';
import { toFacts } from './facts.ts';
import type { StoredPurpose } from './purpose.ts';
import { policyInForce, policyOf, waveOn } from './versions.ts';

/** A day outlives its policy: before the first there is nothing to decide by. */
type Enquiry = { participantId: string; asOf: string };

const enquireOn = async (database: Database, { asOf, ids }: { asOf: string; ids: readonly string[] }) => {
  const policy = policyInForce(asOf);
  if (!policy) return new Map<string, Decision>();
  const rows = await database.rows(FACTS, [ids.filter(isUuid), waveOn(asOf), asOf]);
  // Whether a NIK is somebody else's is told on joining a wave only, or registering would find out who is registered.
  const decided = rows.map((row) => evaluate(policy, { ...toFacts(row), isNikClaimed: true }));
  return new Map(rows.map((row, index) => [row.participant_id, decided[index] as Decision]));
};

/** Decides about people on a day, without an effect: one statement for each day that is asked for. */
export const eligibilityOf = (database: Database) =>
  new DataLoader<Enquiry, Decision | null, string>(
    async (enquiries) => {
      const byDay = Map.groupBy(enquiries, ({ asOf }) => asOf);
      const answers = new Map<string, Map<string, Decision>>();
      await Promise.all(
        [...byDay].map(async ([asOf, group]) => {
          answers.set(asOf, await enquireOn(database, { asOf, ids: group.map(({ participantId }) => participantId) }));
        }),
      );
      return enquiries.map(({ asOf, participantId }) => answers.get(asOf)?.get(participantId) ?? null);
    },
    { cacheKeyFn: ({ participantId, asOf }) => `${asOf} ${participantId}` },
  );

const decisionColumns = {
  participantId: column.uuid,
  id: column.uuid,
  purpose: column.text.as<StoredPurpose>(),
  wave: column.int4,
  policyVersion: column.text,
  /** Codes of the rules that are not met. */
  codes: column.textArray,
  facts: column.text,
  factsHash: column.text,
  asOf: column.date,
  decidedAt: column.timestamptz,
};

type StoredRow = RowOf<typeof decisionColumns>;

// The newest decisions of each person first, and their facts for these only. It asks the waves of these people only: see
// the migration 105 of registrations.
const DECISIONS = statement(
  'decisions-by-participant',
  decisionColumns,
  `with
  known as materialized (
    select participant_id, wave_number from participant_wave where participant_id = any($1::uuid[])
  ),
  -- The newest of each wave.
  found as materialized (
    select * from decisions_in($1, array(select wave_number from known), $2, $3::int)
  )
  select participant_id as "participantId", id, purpose, wave_number as wave, policy_version as "policyVersion",
      reasons as codes, facts, encode(facts_hash, 'hex') as "factsHash", as_of as "asOf", decided_at as "decidedAt"
    from unnest($1::uuid[]) as wanted cross join lateral (
      select * from found where participant_id = wanted order by id desc limit $3
    ) as decision join policy_facts on hash = facts_hash order by participant_id, id desc`,
);

export type StoredDecision = Omit<StoredRow, 'codes'> & { isEligible: boolean; reasons: Reason[] };

const explained = ({ codes, ...row }: StoredRow): StoredDecision => {
  const rules = policyOf(row.policyVersion).rules.filter(({ code }) => codes.includes(code));
  return { ...row, isEligible: codes.length === 0, reasons: rules.map(reasonOf) };
};

/** Pages of stored decisions by participant, newest first: one statement. */
export const decisionsByParticipant = (database: Database) =>
  pagesByParent<IdKey, StoredDecision>(
    async (ids, page) => {
      const rows = await database.rows(DECISIONS, [ids.filter(isUuid), below(page), page.first + 1]);
      return rows.map(explained);
    },
    ({ participantId }) => participantId,
  );

export const policyLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  eligibility: eligibilityOf(database),
  decisions: decisionsByParticipant(database),
});

export type PolicyLoaders = ReturnType<typeof policyLoaders>;
