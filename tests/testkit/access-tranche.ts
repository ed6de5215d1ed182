import { rowsOf } from './people.ts';

/** One place is in the second period, so that there are two. */
const PERIODS = `insert into wave_tranche (wave_number, tranche_no, starts_on, places)
  select number, part, current_date + part * 30, case part when 1 then quota - 1 else 1 end
  from wave, generate_series(1, 2) as part
  where number = (select wave_number from award_claim where participant_id = $1)
  on conflict do nothing`;
const AWARDS = `update award_claim set tranche_no = 1
  where wave_number = (select wave_number from award_claim where participant_id = $1) and tranche_no is null`;

/** Shares out the wave in which a person was awarded among two periods; the person's is the first one. */
export const shareOutWave = async (victim: string): Promise<void> => {
  await rowsOf('pmo', PERIODS, [victim]);
  await rowsOf('pmo', AWARDS, [victim]);
};
