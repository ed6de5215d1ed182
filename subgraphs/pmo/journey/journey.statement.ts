import { column, statement } from '../../kit/statement.ts';
import { moveParticipants, moveWhileBarred } from '../participant/index.ts';

// A seat that was given back because its class did not take place stays a purchase: the person did what was asked.
export const isPurchase = `authorized_at is not null and (released_at is null or release_reason = 'CLASS_CANCELLED')`;

/** The latest own deadline of recipients of wave $1; no row where there is none. */
export const LATEST_DEADLINE = statement(
  'deadline-latest',
  { until: column.date },
  `select max(until) as until from purchase_deadline join participant on participant.id = participant_id
    where wave_number = $1 and status = 'RECIPIENT' having max(until) is not null`,
);

export const AUTHORIZE = statement(
  'purchase-authorize',
  {},
  `insert into purchase (participant_id, enrollment_id, authorized_at) values ($1, $2, $3)
    on conflict (participant_id, enrollment_id) do update set
      authorized_at = coalesce(purchase.authorized_at, excluded.authorized_at)`,
);

export const RELEASE = statement(
  'purchase-release',
  {},
  `insert into purchase (participant_id, enrollment_id, released_at, release_reason) values ($1, $2, $3, $4)
    on conflict (participant_id, enrollment_id) do update set
      released_at = coalesce(purchase.released_at, excluded.released_at),
      release_reason = coalesce(purchase.release_reason, excluded.release_reason)`,
);

/** Keeps certificates; $1 is a list of them as JSON. Ordered, so that two chunks wait instead of deadlocking. */
export const ISSUE = statement(
  'certificates-issue',
  {},
  `insert into earned_certificate (participant_id, certificate_id, issued_at)
    select distinct on (participant, certificate) participant, certificate, "issuedAt"
      from jsonb_to_recordset($1::jsonb) as row (participant uuid, certificate uuid, "issuedAt" timestamptz)
      order by participant, certificate, "issuedAt"
    on conflict (participant_id, certificate_id) do update set
      issued_at = coalesce(earned_certificate.issued_at, excluded.issued_at)`,
);

export const REVOKE_CERTIFICATE = statement(
  'certificate-revoke',
  {},
  `insert into earned_certificate (participant_id, certificate_id, revoked_at) values ($1, $2, $3)
    on conflict (participant_id, certificate_id) do update set
      revoked_at = coalesce(earned_certificate.revoked_at, excluded.revoked_at)`,
);

/** Locks people in the order of their ids, as every step of a wave does. */
export const LOCK = statement(
  'journey-lock',
  { id: column.uuid },
  'select id from participant where id = any($1::uuid[]) order by id for update',
);

// Of whom no purchase is known at all, nothing can have been undone: people from before the first event stay.
const known = `known as (
    select id,
      exists (select from purchase where participant_id = id and ${isPurchase}) as has_bought,
      exists (select from purchase where participant_id = id and authorized_at is not null) as has_paid,
      exists (select from earned_certificate
        where participant_id = id and issued_at is not null and revoked_at is null) as is_certified,
      exists (select from earned_certificate where participant_id = id and issued_at is not null) as was_certified
    from unnest($1::uuid[]) as id
  )`;

const isSame = 'participant.id = known.id';

/** Makes people ACTIVE: whoever bought first, and whoever lost the only certificate. */
export const TO_ACTIVE = statement(
  'journey-active',
  {},
  `with ${known},
  bought as (
    ${moveParticipants({ from: 'RECIPIENT', to: 'ACTIVE', using: 'known', where: `${isSame} and has_bought` })}
  ),
  uncertified as (
    ${moveParticipants({ from: 'ALUMNI', to: 'ACTIVE', using: 'known', where: `${isSame} and was_certified and not is_certified` })}
  ),
  barred as (
    ${moveWhileBarred({
      ALUMNI: 'has_bought and is_certified',
      ACTIVE: 'has_bought',
      RECIPIENT: 'has_paid and not is_certified',
    })}
  )
  select`,
);

/** Moves on from ACTIVE: to ALUMNI by a certificate, and back to RECIPIENT when no purchase is left. */
export const FROM_ACTIVE = statement(
  'journey-onward',
  {},
  `with ${known},
  moved as (
    ${moveParticipants({
      from: 'ACTIVE',
      to: { ALUMNI: 'is_certified', RECIPIENT: 'has_paid and not has_bought' },
      using: 'known',
      where: `${isSame} and (is_certified or has_paid and not has_bought)`,
    })}
  )
  select`,
);

/**
 * Extends the deadlines of people $1 whose class was cancelled at $2: by the days of their wave's policy, $3 and $4
 * side by side, from that day on; never to an earlier day. Returns whose deadline changed.
 */
export const EXTEND = statement(
  'deadline-extend',
  { participant: column.uuid, wave: column.int4, until: column.date },
  `insert into purchase_deadline (participant_id, wave_number, until, extended_at)
    select award_claim.participant_id, wave_number, greatest(purchase_deadline, days.until), $2::timestamptz
      from unnest($1::uuid[]) as named
      join award_claim on award_claim.participant_id = named and revoked_at is null
      join wave on wave.number = wave_number and purchase_deadline is not null
      join unnest($3::text[], $4::date[]) as days (policy_version, until) using (policy_version)
      where days.until > purchase_deadline
      order by award_claim.participant_id
    on conflict (participant_id) do update set until = excluded.until, extended_at = excluded.extended_at
      where purchase_deadline.until < excluded.until
    returning participant_id as participant, wave_number as wave, until`,
);

/** The last day for the first purchase of each of these people, $1; only of those whose award stands. */
export const DEADLINES = statement(
  'deadlines-by-participant',
  { participantId: column.uuid, until: column.date },
  `select award_claim.participant_id as "participantId",
      coalesce(purchase_deadline.until, wave.purchase_deadline) as until
    from award_claim join wave on wave.number = award_claim.wave_number
    left join purchase_deadline using (participant_id)
    where award_claim.participant_id = any($1::uuid[]) and revoked_at is null and wave.purchase_deadline is not null`,
);

/** Gives people $1 of wave $2 until day $3 for the first purchase, set at $4; never an earlier day than they had. */
export const GIVE_UNTIL = statement(
  'deadline-give',
  {},
  `insert into purchase_deadline (participant_id, wave_number, until, extended_at)
    select named, $2, $3, $4::timestamptz from unnest($1::uuid[]) as named order by named
    on conflict (participant_id) do update set until = excluded.until, extended_at = excluded.extended_at
      where purchase_deadline.until < excluded.until`,
);
