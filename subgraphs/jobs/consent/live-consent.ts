/**
 * SQL for a lateral join that finds the newest consent of `participant` (an SQL expression) that holds at `now` for the
 * portal and the purpose, as a table with `region_code`; no row when there is none.
 */
export const liveConsentSql = ({
  participant,
  portal,
  purpose,
  now,
}: Record<'participant' | 'portal' | 'purpose' | 'now', string>) =>
  `select region_code from consent
    where consent.participant_id = ${participant} and (portal_id = ${portal} or portal_id is null)
      and purpose = ${purpose} and withdrawn_at is null and until > ${now}
    order by id desc limit 1`;
