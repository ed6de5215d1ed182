import { column, type DeclaredStatement, type RowOf, statement } from '../../kit/statement.ts';
import { moveParticipants } from '../participant/index.ts';
import { moveRegistrations, releasePlaces } from '../registration/index.ts';
import { reasonsSql } from './evaluate.ts';
import { factsSql, rememberFacts, storeDecisions } from './facts.statement.ts';
import { canonicalSql, columnsInSql } from './facts.ts';
import { policies } from './policies.data.ts';
import type { Policy } from './policy.ts';

export interface ScreenRequest {
  wave: number;
  /** Day of Asia/Jakarta on which age is reckoned, `YYYY-MM-DD`. */
  asOf: string;
  /** The cursor of the chunk before; null for the first. */
  after: string | null;
  /** Not behind this participant's id, so that several streams can share a wave; none by default. */
  until?: string | null;
  /** Most registrations in this chunk. */
  limit: number;
}

const screenedColumns = {
  /** Registrations judged in this chunk. */
  done: column.int4,
  eligible: column.int4,
  /** Continue behind it; null when the wave is done. */
  cursor: column.text.orNull,
};

export type ScreenCounts = RowOf<typeof screenedColumns>;

// What was judged before is passed over, so that a chunk can be repeated.
const next = `select participant_id from registration
  where wave_number = $2::int and status = 'JOINED'
    and participant_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
    and participant_id <= coalesce($6::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  order by participant_id limit $4`;

/**
 * One chunk of a screening. It takes the cursor as $1, then wave, day, limit, moment and last id. Rules are evaluated
 * once for all people with the same facts, who are very many.
 */
const screenSql = (policy: Policy): string => `with
  -- The facts about the next people.
  found as materialized (
    ${factsSql(next)}
  ),
  -- The same as one canonical text a person.
  written as materialized (
    select participant_id, ${canonicalSql} as facts from found
  ),
  -- Each text once, judged by the rules.
  evaluated as materialized (
    select facts, sha256(convert_to(facts, 'UTF8')) as hash, ${reasonsSql(policy)} as reasons
    from (select facts, ${columnsInSql('facts')} from (select distinct facts from written) as different) as read
  ),
  -- The decision about each person: eligible when there is no reason against it.
  judged as materialized (
    select participant_id, hash, reasons from written join evaluated using (facts)
  ),
  -- Facts that are not known yet; in one order, so that two who store the same ones wait for one another.
  remembered as (
    ${rememberFacts('select hash, facts from evaluated order by hash')}
  ),
  stored as (
    ${storeDecisions(`select $2, participant_id, 'SCREEN', '${policy.version}', hash, reasons, $3, $5 from judged`)}
  ),
  moved as (
    ${moveRegistrations({
      from: 'JOINED',
      to: { ELIGIBLE: "reasons = '{}'", INELIGIBLE: 'true' },
      using: 'judged',
      where: 'registration.wave_number = $2 and registration.participant_id = judged.participant_id',
    })}
  ),
  -- The ineligible give their place on the family card back.
  released as (
    ${releasePlaces(
      'judged',
      `kk_claim.participant_id = judged.participant_id and kk_claim.wave_number = $2 and reasons <> '{}'`,
    )}
  ),
  -- They are free for another wave.
  turned_down as (
    ${moveParticipants({
      from: 'APPLICANT',
      to: 'VERIFIED',
      using: 'judged',
      where: `participant.id = judged.participant_id and reasons <> '{}'`,
    })}
  )
  select count(*)::int as done, (count(*) filter (where reasons = '{}'))::int as eligible,
    case when count(*) = $4 then max(participant_id::text) end as cursor from judged`;

const screens = new Map(
  policies.map((policy) => {
    const { version } = policy;
    return [version, statement(`screen-${version}`, screenedColumns, screenSql(policy))];
  }),
);

/** Returns the statement that screens by this policy. @throws RangeError for a policy that is none of ours */
export const screenOf = ({ version }: Policy): DeclaredStatement<ScreenCounts> => {
  const found = screens.get(version);
  if (!found) throw new RangeError(`no policy version ${version}`);
  return found;
};
