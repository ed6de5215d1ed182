import { column, statement } from '../../../kit/statement.ts';

/** The witnesses of wave $1 and how many must sign; no row where none are asked. */
export const ROSTER = statement(
  'draw-roster',
  { threshold: column.int2, keys: column.textArray },
  'select threshold, keys from draw_roster where wave_number = $1',
);

export const WAVE_STATUS = statement(
  'draw-witness-wave',
  { status: column.text },
  'select status from wave where number = $1 for no key update',
);

export const SET_ROSTER = `insert into draw_roster (wave_number, threshold, keys, set_by, set_at) values ($1, $2, $3, $4, $5)
  on conflict (wave_number) do update set threshold = excluded.threshold, keys = excluded.keys,
    set_by = excluded.set_by, set_at = excluded.set_at`;

const signed = `(select count(*)::int from draw_cosignature signed where signed.wave_number = draw.wave_number
    and signed.attempt = draw.attempt and signed_at <= signing_closes_at)`;

/** The newest attempt of wave $1, locked. A void one, or one before another, takes nothing more. */
export const ATTEMPT = statement(
  'draw-attempt-locked',
  {
    attempt: column.int2,
    checkpoint: column.text,
    closesAt: column.timestamptz.orNull,
    frozenBy: column.text.orNull,
    threshold: column.int2.orNull,
    keys: column.textArray.orNull,
    isApproved: column.bool,
    isVoid: column.bool,
    isDrawn: column.bool,
    /** Cosignatures that count. */
    signed: column.int4,
  },
  `select attempt, checkpoint, signing_closes_at as "closesAt", threshold, keys, ${signed} as signed,
      (select requested_by from wave_step where wave_step.wave_number = draw.wave_number and step = 'FREEZE')
        as "frozenBy",
      exists (select from draw_approval same where same.wave_number = draw.wave_number and same.attempt = draw.attempt)
        as "isApproved",
      exists (select from draw_void same where same.wave_number = draw.wave_number and same.attempt = draw.attempt)
        as "isVoid",
      exists (select from draw_result where draw_result.wave_number = draw.wave_number) as "isDrawn"
    from draw left join draw_roster using (wave_number)
    where wave_number = $1 order by attempt desc limit 1 for no key update of draw`,
);

export const APPROVE = `insert into draw_approval (wave_number, attempt, approved_by, approved_at) values ($1, $2, $3, $4)
  on conflict do nothing`;

export const COSIGN = `insert into draw_cosignature (wave_number, attempt, key, line, signed_at, received_at)
  values ($1, $2, $3, $4, $5, $6) on conflict do nothing`;

export const VOID = `insert into draw_void (wave_number, attempt, reason, voided_by, voided_at) values ($1, $2, $3, $4, $5)`;
