import { rowsOf } from './people.ts';

/** Flags the person's phone, as if others had it too. */
export const flagPhone = (victim: string) =>
  rowsOf(
    'pmo',
    `insert into shared_mark (kind, mark, accounts, flagged_at, counted_at)
      select 'PHONE', phone_index, 5, now(), now() from participant_identity where participant_id = $1
      on conflict (kind, mark) do update set counted_at = excluded.counted_at`,
    [victim],
  );
