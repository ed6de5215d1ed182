import { column, statement } from '../../kit/statement.ts';

/** People $1, each once, with their award of wave $2, and what was answered to request $3 when that holds at $4 still. */
export const STANDING = statement(
  'eligibility-standing',
  {
    participant: column.uuid,
    hasAward: column.bool,
    isRevoked: column.bool,
    reasons: column.textArray.orNull,
    decidedAt: column.timestamptz.orNull,
    validUntil: column.timestamptz.orNull,
  },
  `select named.participant_id as participant, award.participant_id is not null as "hasAward",
      award.revoked_at is not null as "isRevoked", reasons, decided_at as "decidedAt", valid_until as "validUntil"
    from (select distinct unnest($1::uuid[]) as participant_id) as named
    left join award_claim award on award.participant_id = named.participant_id and award.wave_number = $2
    left join eligibility_answer known
      on known.participant_id = named.participant_id and known.request = $3 and known.valid_until > $4
    order by 1`,
);

/** Keeps the answers to request $1 about wave $2, decided at $3 until $4: people $5 and their reasons $6, joined by commas. */
export const KEEP = statement(
  'eligibility-keep-answers',
  {},
  `insert into eligibility_answer as known (participant_id, request, wave_number, reasons, decided_at, valid_until)
  select participant_id, $1, $2, string_to_array(reasons, ','), $3, $4
  from unnest($5::uuid[], $6::text[]) as answer (participant_id, reasons) order by participant_id
  on conflict (participant_id) do update set request = excluded.request, wave_number = excluded.wave_number,
    reasons = excluded.reasons, decided_at = excluded.decided_at, valid_until = excluded.valid_until
    where known.decided_at <= excluded.decided_at`,
);
