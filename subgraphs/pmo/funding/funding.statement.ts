import { column, statement } from '../../kit/statement.ts';
import { isFrozenSql } from '../draw/index.ts';
import type { FundingOutcome } from './funding.events.ts';

/**
 * Waves that wait for the draw and whose money is to be asked for: never asked, asked for another quota, unanswered
 * since $1, or refused since.
 */
export const WAVES_TO_FUND = statement(
  'funding-waves',
  { number: column.int4 },
  `select number from wave left join lateral (
      select * from wave_funding where wave_number = number order by attempt desc limit 1
    ) last on true
    where status = 'SCREENED' and wave.quota > 0 and not ${isFrozenSql('number')}
      and (last.attempt is null or last.quota <> wave.quota
        or last.outcome is distinct from 'COMMITTED' and last.asked_at < $1)`,
);

/** The wave $1, locked so that one attempt is made at a time, with its last attempt. */
export const LAST = statement(
  'funding-last',
  {
    quota: column.int4.orNull,
    policyVersion: column.text,
    attempt: column.int4.orNull,
    asked: column.int4.orNull,
    outcome: column.text.orNull.as<FundingOutcome | null>(),
    askedAt: column.timestamptz.orNull,
  },
  `select wave.quota, policy_version as "policyVersion", attempt, last.quota as asked, outcome, asked_at as "askedAt"
    from (select * from wave where number = $1 for no key update) as wave left join lateral (
      select * from wave_funding where wave_number = number order by attempt desc limit 1
    ) last on true`,
);

/** Keeps an attempt, or that it is repeated. */
export const KEEP = statement(
  'funding-keep',
  { perPerson: column.int8, year: column.int4 },
  `insert into wave_funding as known (wave_number, attempt, quota, per_person, year, asked_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (wave_number, attempt) do update set asked_at = excluded.asked_at
    returning per_person as "perPerson", year`,
);

/** Notes an answer; the first one to an attempt holds. */
export const NOTE = statement(
  'funding-note',
  {},
  `update wave_funding set outcome = $3, reason = $4, decided_at = $5
    where wave_number = $1 and attempt = $2 and outcome is null`,
);

/** How the money of waves $1 stands: their last attempts. */
export const STANDING = statement(
  'funding-standing',
  {
    wave: column.int4,
    quota: column.int4,
    amount: column.int8,
    outcome: column.text.orNull.as<FundingOutcome | null>(),
    reason: column.text.orNull,
    askedAt: column.timestamptz,
    decidedAt: column.timestamptz.orNull,
  },
  `select distinct on (wave_number) wave_number as wave, quota, quota * per_person as amount, outcome, reason,
      asked_at as "askedAt", decided_at as "decidedAt"
    from wave_funding where wave_number = any($1::int[]) order by wave_number, attempt desc`,
);

/** How many people of wave $1 were awarded. */
export const AWARDED = statement(
  'funding-awarded',
  { people: column.int4 },
  'select count(*)::int as people from award_claim where wave_number = $1',
);
