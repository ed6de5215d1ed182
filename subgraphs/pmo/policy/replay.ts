import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { column, type RowOf, statement } from '../../kit/statement.ts';
import { evaluate } from './evaluate.ts';
import { factsSql } from './facts.statement.ts';
import { canonicalSql, factsIn } from './facts.ts';
import type { Policy } from './policy.ts';
import { policyOf } from './versions.ts';

const waveColumns = {
  number: column.int4,
  policyVersion: column.text,
  /** Year of its announcement, or else of its closing or opening, in Asia/Jakarta; null where none is known. */
  year: column.int4.orNull,
  /** The day on which facts are looked at that no stored decision tells. */
  asOf: column.text,
  people: column.int4,
};

/** A wave with people in it. */
export type CohortWave = RowOf<typeof waveColumns>;

const WAVES = statement(
  'cohort-waves',
  waveColumns,
  `select number, policy_version as "policyVersion", people,
    extract(year from coalesce(announced_at, closes_at, opens_at) at time zone 'Asia/Jakarta')::int as year,
    to_char(coalesce(closes_at, announced_at, opens_at, now()) at time zone 'Asia/Jakarta', 'YYYY-MM-DD') as "asOf"
  from wave join (
    select wave_number, count(distinct participant_id)::int as people from (
      select wave_number, participant_id from registration union all
      select wave_number, participant_id from policy_decision
    ) as known group by wave_number
  ) as counted on wave_number = number order by number`,
);

/** Returns the waves with registrations or decisions, in the order of their numbers. */
export const cohortWaves = async (client: ClientBase): Promise<CohortWave[]> => (await execute(client, WAVES)).rows;

const next = (table: string) => `(select participant_id from ${table}
  where wave_number = $2::int and participant_id > $1::uuid order by participant_id limit $4)`;

/** People with the same facts, who were judged the same. */
const groupColumns = {
  facts: column.text,
  /** Null where no decision is stored. */
  reasons: column.textArray.orNull,
  people: column.int4,
  /** The last person of the chunk; the same in each of its groups. */
  last: column.text,
};

type Group = RowOf<typeof groupColumns>;

const GROUPS = statement(
  'cohort-groups',
  groupColumns,
  `with
  -- The next people of the wave, registered or judged.
  cohort as materialized (
    select participant_id from (${next('registration')} union ${next('policy_decision')}) as either
    order by participant_id limit $4
  ),
  -- The decision of the screening about each, or else that of joining.
  stored as materialized (
    select distinct on (participant_id) participant_id, facts, reasons
    from cohort join policy_decision using (participant_id) join policy_facts on hash = facts_hash
    where wave_number = $2::int and purpose in ('JOIN', 'SCREEN')
    order by participant_id, purpose = 'SCREEN' desc, id desc
  ),
  -- The others are judged by what is held of them today.
  rebuilt as (
    select ${canonicalSql} as facts from (${factsSql(
      'select participant_id from cohort where participant_id not in (select participant_id from stored)',
    )}) as found
  )
  select facts, reasons, count(*)::int as people, (select max(participant_id::text) from cohort) as last
  from (select facts, reasons from stored union all select facts, null from rebuilt) as judged group by facts, reasons`,
);

export interface Change {
  was: number;
  wouldBe: number;
  /** Had it, and would not have it. */
  gone: number;
  /** Would have it, and had not. */
  added: number;
}

/** The effect of another policy on a cohort. */
export interface Replay {
  people: number;
  /** The ones with a stored decision. */
  stored: number;
  /** Changes by code; eligible people stand under ELIGIBLE. */
  changes: Map<string, Change>;
}

export const ELIGIBLE = 'ELIGIBLE';

const marksOf = (codes: readonly string[]): Set<string> => new Set(codes.length === 0 ? [ELIGIBLE] : codes);

const codesUnder = (policy: Policy, facts: string) => evaluate(policy, factsIn(facts)).reasons.map(({ code }) => code);

const add = (replay: Replay, group: Group, [own, other]: readonly [Policy, Policy]) => {
  const was = marksOf(group.reasons ?? codesUnder(own, group.facts));
  const wouldBe = marksOf(codesUnder(other, group.facts));
  for (const code of new Set([...was, ...wouldBe])) {
    const change = replay.changes.get(code) ?? { was: 0, wouldBe: 0, gone: 0, added: 0 };
    if (was.has(code)) change.was += group.people;
    if (wouldBe.has(code)) change.wouldBe += group.people;
    if (!wouldBe.has(code)) change.gone += group.people;
    if (!was.has(code)) change.added += group.people;
    replay.changes.set(code, change);
  }
  replay.people += group.people;
  if (group.reasons) replay.stored += group.people;
};

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export interface ReplayRequest {
  waves: readonly CohortWave[];
  /** The policy to judge by instead of the waves' own. */
  policy: Policy;
  /** People read by one statement. */
  chunk?: number;
  onProgress?: (people: number) => void;
}

/** Judges everyone of some waves again under another policy. Reads only; memory holds the groups of one chunk. */
export const replayCohort = async (client: ClientBase, request: ReplayRequest): Promise<Replay> => {
  const { waves, policy, chunk = 100_000, onProgress } = request;
  const replay: Replay = { people: 0, stored: 0, changes: new Map() };
  for (const { number, policyVersion, asOf } of waves) {
    for (let after: string | undefined = BEFORE_ALL; after; ) {
      const { rows }: { rows: Group[] } = await execute(client, GROUPS, [after, number, asOf, chunk]);
      for (const group of rows) add(replay, group, [policyOf(policyVersion), policy]);
      after = rows[0]?.last;
      onProgress?.(replay.people);
    }
  }
  return replay;
};
