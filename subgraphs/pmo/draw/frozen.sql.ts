/** Whether the entries of a wave are fixed for a draw, as a condition. @param wave number of the wave, as SQL of the query around it */
export const isFrozenSql = (wave: string): string => `exists (
    select from draw as frozen where frozen.wave_number = ${wave} and not exists (
      select from draw_void where draw_void.wave_number = frozen.wave_number and draw_void.attempt = frozen.attempt
    )
  )`;

/**
 * Whether anybody eligible in wave $1 is not confirmed by the civil registry. Those who are not are few, and each is looked
 * up in the wave: a join would rather read millions of registrations.
 */
export const isAnyUnconfirmedSql = `exists (
    select from unconfirmed_identity as open cross join lateral (
      select from registration
      where wave_number = $1 and registration.participant_id = open.participant_id and registration.status = 'ELIGIBLE'
      limit 1
    ) as entry
  )`;
