import { column, statement } from '../../../kit/statement.ts';

/** Attempts that a second officer approved and that are neither void nor closed at $1, with who has stamped each. */
export const WAITING = statement(
  'draw-stamps-waiting',
  {
    wave: column.int4,
    attempt: column.int2,
    checkpoint: column.text,
    closesAt: column.timestamptz,
    stampedBy: column.textArray,
  },
  `select wave_number as wave, attempt, checkpoint, signing_closes_at as "closesAt", array(
      select authority from draw_time_stamp as own
      where own.wave_number = draw.wave_number and own.attempt = draw.attempt
    ) as "stampedBy"
    from draw join draw_approval using (wave_number, attempt)
    where signing_closes_at > $1 and not exists (
      select from draw_void where draw_void.wave_number = draw.wave_number and draw_void.attempt = draw.attempt
    )`,
);

export const KEEP = statement(
  'draw-stamp-keep',
  {},
  `insert into draw_time_stamp (wave_number, attempt, authority, token, stamped_at, accuracy_ms, received_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
);

/** Time stamps of an attempt as they are published: wave $1, attempt $2. */
export const PUBLISHED = statement(
  'draw-stamps-published',
  { authority: column.text, token: column.text },
  `select authority, translate(encode(token, 'base64'), E'\\n', '') as token from draw_time_stamp
    where wave_number = $1 and attempt = $2 order by authority`,
);

/** Time stamps of the newest attempts of waves $1. */
export const OF_WAVES = statement(
  'draw-stamps-of-waves',
  {
    waveNumber: column.int4,
    authority: column.text,
    stampedAt: column.timestamptz,
    accuracyMs: column.int4,
    token: column.text,
  },
  `select wave_number as "waveNumber", authority, stamped_at as "stampedAt", accuracy_ms as "accuracyMs",
      translate(encode(token, 'base64'), E'\\n', '') as token
    from draw_time_stamp as stamp
    where wave_number = any($1::int[]) and attempt = (
      select max(newest.attempt) from draw as newest where newest.wave_number = stamp.wave_number
    ) order by wave_number, authority`,
);
