import { column, statement } from '../../../kit/statement.ts';
import { isFrozenSql } from '../../draw/index.ts';

/** The wave $1, locked, and what was proposed about it. */
export const WAIVED_WAVE = statement(
  'match-waived-wave',
  {
    status: column.text,
    isFrozen: column.bool,
    proposedBy: column.text.orNull,
    approvedBy: column.text.orNull,
  },
  `select wave.status, proposed_by as "proposedBy", approved_by as "approvedBy", ${isFrozenSql('wave.number')} as "isFrozen"
    from wave left join match_waiver on match_waiver.wave_number = wave.number where wave.number = $1
    for no key update of wave`,
);

/** Proposes for wave $1, with reason $2, by $3 at $4; another proposal takes the place of one that nobody approved. */
export const PROPOSE = `insert into match_waiver (wave_number, reason, proposed_by, proposed_at) values ($1, $2, $3, $4)
  on conflict (wave_number) do update set reason = excluded.reason, proposed_by = excluded.proposed_by,
    proposed_at = excluded.proposed_at`;

export const APPROVE = 'update match_waiver set approved_by = $2, approved_at = $3 where wave_number = $1';

/** What the public sees of waves: whether anybody who is eligible waits for the registry, and what was decided. */
export const WAVE_MATCHES = statement(
  'match-of-waves',
  {
    waveNumber: column.int4,
    isWaiting: column.bool,
    reason: column.text.orNull,
    proposedBy: column.text.orNull,
    proposedAt: column.timestamptz.orNull,
    approvedBy: column.text.orNull,
    approvedAt: column.timestamptz.orNull,
  },
  `select number as "waveNumber", status in ('OPEN', 'CLOSED', 'SCREENED') and exists (
      select from unconfirmed_identity as open cross join lateral (
        select from registration where registration.wave_number = wave.number
          and registration.participant_id = open.participant_id and registration.status in ('JOINED', 'ELIGIBLE') limit 1
      ) as entry where open.state = 'WAITING' offset 0
    ) as "isWaiting", reason, proposed_by as "proposedBy", proposed_at as "proposedAt", approved_by as "approvedBy",
      approved_at as "approvedAt"
    from wave left join match_waiver on wave_number = number where number = any($1::int[])`,
);
