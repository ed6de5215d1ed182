import { auditedStatement, ofOneCall } from '../../kit/audit/statement.ts';
import { rememberCalls } from '../../kit/idempotency.ts';
import { column, type RowsOf, statement } from '../../kit/statement.ts';
import { insertKeys } from '../../kit/vault/key.statement.ts';
import { putIdentity, releaseNik } from '../identity/index.ts';
import { askRegistry } from '../match/index.ts';
import { correctParticipant } from '../participant/index.ts';
import type { Education, Occupation, WorkStatus } from '../profile/index.ts';
import { closeCodes, oneMoreTry } from '../verification/index.ts';

/** Reads all that a correction depends on; takes the person, the caller, the key and the hash of the call. */
export const READ_CORRECTION = statement(
  'correction-facts',
  {
    /** Whether the call that was made before under this key had the same content; null when there was none. */
    isSame: column.bool.orNull,
    /** Null for somebody unknown, of whom the rest is null too. */
    version: column.int4.orNull,
    name: column.text.orNull,
    birthDate: column.date.orNull,
    region: column.text.orNull,
    education: column.text.as<Education>().orNull,
    workStatus: column.text.as<WorkStatus>().orNull,
    occupation: column.text.as<Occupation>().orNull,
    motivation: column.text.orNull,
    interests: column.textArray.orNull,
    isInFormalEducation: column.bool.orNull,
    sex: column.text.orNull,
    isSynthetic: column.bool.orNull,
    nikPlace: column.text.orNull,
    nikBirthDate: column.date.orNull,
    sealed: column.bytea.orNull,
    kekId: column.text.orNull,
    wrapped: column.bytea.orNull,
    isErased: column.bool,
    hasAward: column.bool,
    isInWave: column.bool,
    /** Whether the civil registry has not confirmed who the person is. */
    isUnconfirmed: column.bool,
  },
  `select known.body_hash = $4::bytea as "isSame", participant.version, participant.name,
      participant.birth_date as "birthDate", participant.region_code as region, participant.education,
      participant.work_status as "workStatus", participant.occupation, participant.motivation, participant.interests,
      participant.is_in_formal_education as "isInFormalEducation", participant.sex,
      participant.is_synthetic as "isSynthetic", participant.nik_place as "nikPlace",
      participant.nik_birth_date as "nikBirthDate", card.sealed, own.kek_id as "kekId", own.wrapped,
      own.destroyed_at is not null as "isErased", award.participant_id is not null as "hasAward",
      place.participant_id is not null or exists (
        select from registrations_in(array[$1::uuid], array(
          select wave_number from participant_wave where participant_wave.participant_id = $1::uuid and is_registered
        )) as registration where status in ('JOINED', 'ELIGIBLE', 'SELECTED')
      ) as "isInWave", exists (
        select from unconfirmed_identity where unconfirmed_identity.participant_id = $1::uuid
      ) as "isUnconfirmed"
    from (values ($1::uuid)) as asking (id)
    left join idempotency_key known on known.caller = $2 and known.operation = 'correctRegistration' and known.key = $3
    left join participant on participant.id = asking.id
    left join participant_identity card on card.participant_id = asking.id
    left join subject_key own on own.subject_id = asking.id
    left join award_claim award on award.participant_id = asking.id
    left join kk_claim place on place.participant_id = asking.id`,
);

export type ReadCorrection = RowsOf<typeof READ_CORRECTION>;

type OfParticipant = 'name' | 'birthDate' | 'region' | 'workStatus' | 'occupation' | 'interests' | 'nikPlace';

/** The facts of a person who is known: what every participant has is not null. */
export type CorrectionFacts = ReadCorrection & {
  [Column in OfParticipant | 'isInFormalEducation' | 'isSynthetic']: NonNullable<ReadCorrection[Column]>;
};

const columns = {
  id: 'uuid',
  now: 'timestamptz',
  until: 'timestamptz',
  key: 'text',
  bodyHash: 'bytea',
  version: 'int',
  reason: 'text',
  fields: 'text[]',
  former: 'bytea',
  channels: 'text[]',
  personSubject: 'bytea',
  personLimit: 'int',
  isCounted: 'boolean',
  isAsked: 'boolean',
  isUnconfirmed: 'boolean',
  nikIndex: 'bytea',
  kkIndex: 'bytea',
  phoneIndex: 'bytea',
  emailIndex: 'bytea',
  kekId: 'text',
  wrapped: 'bytea',
  sealed: 'bytea',
  name: 'text',
  birthDate: 'date',
  region: 'text',
  education: 'text',
  workStatus: 'text',
  occupation: 'text',
  isInFormalEducation: 'boolean',
  motivation: 'text',
  interests: 'text[]',
  sex: 'text',
  isSynthetic: 'boolean',
  nikPlace: 'text',
  nikBirthDate: 'date',
} as const;

export type CorrectionColumn = keyof typeof columns;

/**
 * A correction from the lock on its version to the audit entry. Codes are locked before the person, as confirming one
 * does, so that a code that was sent to the former address confirms nothing. Another identity gives the
 * claim of before up and goes before the civil registry. `AGAIN` when what was read before has changed.
 */
export const CORRECT = auditedStatement(
  'participant-correct',
  ofOneCall(`-- Locks the codes of the contacts that change.
  codes as (
    select from verification_code where participant_id = :id and channel = any(:channels::text[]) for update
  ),
  -- Locks the person, if nobody has corrected them and the call was not made meanwhile.
  held as (
    select id from participant where id = :id and version = :version
      and (select count(*) from codes) >= 0 and not exists (
        select from idempotency_key
        where caller = (select caller_id from call) and operation = 'correctRegistration' and key = :key
      ) for no key update
  ),
  -- Whom the registry had not confirmed, locked: whoever was confirmed while this waited for the person is not found, and
  -- has a claim that this could not give up.
  waiting as (
    select participant_id from unconfirmed_identity where :isUnconfirmed and participant_id in (select id from held)
    for update
  ),
  -- The person, if that stands as it was read.
  same as (
    select id from held where not :isUnconfirmed or id in (select participant_id from waiting)
  ),
  -- The key that the values were sealed with, locked against an erasure.
  known_key as (
    select same.id from same join subject_key on subject_id = same.id
    where destroyed_at is null and :wrapped is null for share of subject_key
  ),
  -- A new key for a person who had none.
  made_key as (
    ${insertKeys('select id, :kekId, :wrapped from same where :wrapped is not null')}
  ),
  -- The person, if the values are sealed with the key that counts.
  keyed as (
    select id from known_key union all select subject_id from made_key
  ),
  -- The person, if the registry may be asked about them again today.
  fresh as (
    select id from keyed where not :isCounted or coalesce(
      (select tries from attempt where subject = :personSubject and until > :now), 0
    ) < :personLimit
  ),
  -- The try is counted for the person alone: nobody uses up another's.
  person_try as (
    ${oneMoreTry('"personSubject"', 'call where "isCounted" and exists (select from fresh)')}
  ),
  remembered as (
    ${rememberCalls('correctRegistration', 'select (select caller_id from call), :key, :bodyHash, to_jsonb(id) from fresh')}
    returning key
  ),
  person as (
    ${correctParticipant('remembered')}
  ),
  identity as (
    ${putIdentity(`select id, :sealed, :kkIndex, :phoneIndex, :emailIndex from person where :sealed is not null`)}
  ),
  released as (
    ${releaseNik('person', ':isAsked')}
  ),
  asked as (
    ${askRegistry(`select id as participant_id, :nikIndex as nik_index, :now as at from person
      where :isAsked and (select count(*) from released) >= 0`)}
  ),
  -- Codes that were sent to a contact of before confirm nothing.
  closed as (
    ${closeCodes({ using: 'person', where: 'participant_id = person.id and channel = any(:channels::text[])' })}
  ),
  revision as (
    insert into participant_revision (participant_id, version, changed_at, changed_by, reason, fields, sealed)
    select id, :version, :now, (select caller_id from call), :reason, :fields, :former
    from person
  ),
  -- What became of the call.
  outcome as (
    select n, case
      when exists (select from person) then null
      when exists (select from keyed) and not exists (select from fresh) then 'TOO_MANY_ATTEMPTS'
      else 'AGAIN'
    end as code from call
  )`),
  columns,
);
