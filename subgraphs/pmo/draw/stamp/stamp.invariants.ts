import type { Invariant } from '../../../kit/invariant.ts';

/** What holds of time stamps of draws. */
export const stampInvariants: readonly Invariant[] = [
  {
    name: 'a time stamp of a draw is over its checkpoint, and from before the close of signing',
    // A token has what it is over as it is: 32 bytes that do not come about by chance.
    sql: `select wave_number, attempt, authority, stamped_at, signing_closes_at
      from draw_time_stamp join draw using (wave_number, attempt)
      where position(sha256(convert_to(checkpoint, 'UTF8')) in token) = 0
        or stamped_at + accuracy_ms * interval '1 millisecond' > signing_closes_at`,
  },
];
