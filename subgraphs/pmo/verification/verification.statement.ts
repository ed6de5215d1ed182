import { column, statement } from '../../kit/statement.ts';

/** Whether the channel $2 of the person $1 is confirmed, and until when it is locked, in milliseconds since 1970. */
export const READ_STATE = statement(
  'verification-state',
  { isConfirmed: column.bool, lockedUntilMs: column.float8.orNull },
  `select
    (case $2::text when 'PHONE' then phone_confirmed_at else email_confirmed_at end) is not null as "isConfirmed",
    (select (extract(epoch from locked_until) * 1000)::float8 from verification_code
      where participant_id = participant.id and channel = $2) as "lockedUntilMs"
  from participant where id = $1`,
);

/** Puts a new code in the place of the one before; nothing when the codes of the day are used up. */
export const OPEN = statement(
  'verification-open',
  {},
  `insert into verification_code
    (participant_id, channel, code_hash, expires_at, sends, sends_until) values ($1, $2, $3, $4, 1, $6)
  on conflict (participant_id, channel) do update set
    code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0, locked_until = null,
    sends = case when verification_code.sends_until <= $5 then 1 else verification_code.sends + 1 end,
    sends_until = case when verification_code.sends_until <= $5 then excluded.sends_until
      else verification_code.sends_until end
  where (verification_code.sends < $7 or verification_code.sends_until <= $5)
    and (verification_code.locked_until is null or verification_code.locked_until <= $5)`,
);

/** Takes one try of an open code; the last wrong one locks the channel. */
export const TRY = statement(
  'verification-try',
  { isRight: column.bool, isExpired: column.bool, tries: column.int2 },
  `update verification_code set
    tries = case when expires_at > $4 then tries + 1 else tries end,
    locked_until = case when expires_at > $4 and tries + 1 >= $6::int and code_hash <> all ($3::bytea[]) then $5::timestamptz end
  where participant_id = $1 and channel = $2 and code_hash is not null and tries < $6::int
  returning code_hash = any ($3::bytea[]) as "isRight", expires_at <= $4 as "isExpired", tries`,
);

/** Writes the statement that closes codes: those of a joined table or of a condition. */
export const closeCodes = ({ using, where }: { using?: string; where: string }): string =>
  `update verification_code set code_hash = null${using === undefined ? '' : ` from ${using}`} where ${where}`;

/** A code is used once. */
export const CLOSE = closeCodes({ where: 'participant_id = $1 and channel = $2' });
