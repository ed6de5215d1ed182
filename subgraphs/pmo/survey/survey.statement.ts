import { column, statement } from '../../kit/statement.ts';

/**
 * The award of `$1`, as far as it still pays surveys: one that was revoked pays nothing any more, nor one of who is
 * barred or was erased. `done` are the surveys that were filled in: each has claimed an instalment.
 */
export const AWARD = statement(
  'survey-award',
  { wave: column.int4, policyVersion: column.text, done: column.textArray },
  `select award_claim.wave_number as wave, wave.policy_version as "policyVersion",
      array(select survey_code from survey_submission where participant_id = participant.id) as done
    from participant join award_claim on participant_id = participant.id join wave on wave.number = award_claim.wave_number
    where participant.id = $1::uuid and participant.status in ('RECIPIENT', 'ACTIVE', 'ALUMNI') and revoked_at is null
      and not exists (select from subject_key where subject_id = participant.id and destroyed_at is not null)`,
);

/** Locks `$1`, so that calls of one person come one after the other, and none beside an erasure. */
export const LOCK = statement('survey-lock', {}, 'select from participant where id = $1 for no key update');
