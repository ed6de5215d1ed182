import type { Invariant } from '../../kit/invariant.ts';
import { policies } from '../policy/index.ts';

const instalments = policies.map(({ version, survey }) => `('${version}', ${survey.instalments})`).join(', ');

/** What holds of surveys at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'no survey beyond the instalments of its policy, and none outside an award',
    sql: `select submission.participant_id, submission.instalment, submission.policy_version from survey_submission submission
      left join (values ${instalments}) policy (version, instalments) on version = submission.policy_version
      left join award_claim award
        on award.participant_id = submission.participant_id and award.wave_number = submission.wave_number
      left join wave on number = award.wave_number
      where submission.instalment > coalesce(policy.instalments, 0)
        or submission.policy_version is distinct from wave.policy_version`,
  },
  {
    name: 'no answers of who was erased',
    sql: `select id from survey_submission join subject_key on subject_id = participant_id
      where destroyed_at is not null and sealed is not null`,
  },
];
