/** What a person's tries are counted under, apart from the 16 bytes of a NIK's index. */
export const subjectOf = (participantId: string): Buffer => Buffer.from(`caller ${participantId}`);

/**
 * Writes the common table expression that counts one more try of a subject, which counts until a day after the first
 * one; `from` has the calls to be counted. The row that conflicts knows the moment of its call by its end only.
 */
export const oneMoreTry = (subject: string, from: string): string => `insert into attempt (subject, tries, until)
    select ${subject}, 1, until from ${from} order by ${subject}
    on conflict (subject) do update set
      tries = case when attempt.until <= excluded.until - interval '24 hours' then 1 else attempt.tries + 1 end,
      until = case when attempt.until <= excluded.until - interval '24 hours' then excluded.until else attempt.until end
    returning subject, tries`;
