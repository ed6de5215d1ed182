import { FORMER } from './access-registry.ts';
import type { Rows } from './access-rows.ts';
import { rowsOf } from './people.ts';

const WAVE = '(select wave_number from award_claim where participant_id = $1)';
const NIK_BACK = `with lost as (delete from unconfirmed_identity where participant_id = $1 returning participant_id, nik_index)
  insert into nik_claim (participant_id, nik_index) select participant_id, nik_index from lost`;
const NO_AWARDS_BY_PERIOD = `update award_claim set tranche_no = null where wave_number = ${WAVE}`;
const NO_PERIODS = `delete from wave_tranche where wave_number = ${WAVE}`;
/** What was published cannot be deleted, but by who owns the table. */
const NO_FORMER = `begin;
  alter table subgraph_revision disable trigger user;
  delete from subgraph_revision where subgraph = '${FORMER}';
  alter table subgraph_revision enable trigger user;
  commit`;

/** Takes back what no product would have left, and an invariant of the stack would find. */
export const leaveSound = async ({ victim }: Pick<Rows, 'victim'>): Promise<void> => {
  for (const text of [NIK_BACK, NO_AWARDS_BY_PERIOD, NO_PERIODS]) await rowsOf('pmo', text, [victim]);
};

/** The same in the registry, after the last of the access tests: what it answered of a row stands for minutes. */
export const leaveRegistrySound = (): Promise<unknown> => rowsOf('registry', NO_FORMER);
