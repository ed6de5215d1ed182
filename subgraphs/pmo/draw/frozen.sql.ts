/** Whether the entries of a wave are fixed for a draw, as a condition. @param wave number of the wave, as SQL of the query around it */
export const isFrozenSql = (wave: string): string => `exists (
    select from draw as frozen where frozen.wave_number = ${wave} and not exists (
      select from draw_void where draw_void.wave_number = frozen.wave_number and draw_void.attempt = frozen.attempt
    )
  )`;

/** Whether anybody eligible in wave $1 is not confirmed by the civil registry; those are few, and looked up first. */
export const isAnyUnconfirmedSql = `exists (
    select from unconfirmed_identity join registration using (participant_id)
    where wave_number = $1 and registration.status = 'ELIGIBLE'
  )`;
