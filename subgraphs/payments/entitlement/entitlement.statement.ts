import { column, statement } from '../../kit/statement.ts';

/** What decides on a survey of a person in a wave; null instalments: nothing was announced to it yet. */
export const SURVEY_FACTS = statement(
  'survey-facts',
  { isRevoked: column.bool, instalments: column.int4.orNull },
  `select exists (select from revocation where participant_id = $1) as "isRevoked",
  (select instalments from wave_entitlement where wave_number = $2 and entitlement = 'SURVEY') as instalments`,
);
