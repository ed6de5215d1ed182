/** Whether the channel is confirmed, and whether it is locked. Takes person and channel. */
export const READ_STATE = `select
    (case $2::text when 'PHONE' then phone_confirmed_at else email_confirmed_at end) is not null as "isConfirmed",
    (select (extract(epoch from locked_until) * 1000)::float8 from verification_code
      where participant_id = participant.id and channel = $2) as "lockedUntilMs"
  from participant where id = $1`;

/** A new code in the place of the one before; nothing when the day's codes are used up. */
export const OPEN = `insert into verification_code
    (participant_id, channel, code_hash, expires_at, sends, sends_until) values ($1, $2, $3, $4, 1, $6)
  on conflict (participant_id, channel) do update set
    code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0, locked_until = null,
    sends = case when verification_code.sends_until <= $5 then 1 else verification_code.sends + 1 end,
    sends_until = case when verification_code.sends_until <= $5 then excluded.sends_until
      else verification_code.sends_until end
  where (verification_code.sends < $7 or verification_code.sends_until <= $5)
    and (verification_code.locked_until is null or verification_code.locked_until <= $5)`;

/** Takes one try of an open code; the last wrong one locks the channel. */
export const TRY = `update verification_code set
    tries = case when expires_at > $4 then tries + 1 else tries end,
    locked_until = case when expires_at > $4 and tries + 1 >= $6::int and code_hash <> $3 then $5::timestamptz end
  where participant_id = $1 and channel = $2 and code_hash is not null and tries < $6::int
  returning code_hash = $3 as "isRight", expires_at <= $4 as "isExpired", tries`;

/** A code is used once. */
export const CLOSE = 'update verification_code set code_hash = null where participant_id = $1 and channel = $2';

const confirmed = (column: string, other: string) => `update participant set ${column} = $2::timestamptz,
    status = case when status = 'REGISTERED' and ${other} is not null then 'VERIFIED' else status end
  where id = $1`;

/** Writes down that a channel is confirmed; with both the person is verified. */
export const CONFIRM = {
  PHONE: confirmed('phone_confirmed_at', 'email_confirmed_at'),
  EMAIL: confirmed('email_confirmed_at', 'phone_confirmed_at'),
};
