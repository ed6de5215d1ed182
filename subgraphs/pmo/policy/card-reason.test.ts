import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { CardReason } from './021-card-reason.migration.ts';

const { database } = await openPmo();
const { pool } = database;

test('decisions of before have the new code, and are only added to as before', async () => {
  await pool.query(`insert into wave (number, status, policy_version) values (2001, 'OPEN', '2023')`);
  await pool.query(`insert into policy_facts (hash, facts) values (sha256('wave=2001'), 'wave=2001')`);
  await pool.query(`insert into policy_decision
      (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
    select 2001, gen_random_uuid(), 'JOIN', '2023', sha256('wave=2001'), reasons::text[], now(), now()
    from unnest(array['{AGE_BELOW_MINIMUM,KK_FULL}', '{STUDENT}', '{}']) as reasons`);
  const migration = new CardReason(database.orm.em.getDriver(), database.orm.config);
  migration.up();
  for (const statement of migration.getQueries()) await pool.query(String(statement));
  const { rows } = await pool.query('select reasons from policy_decision order by id');
  expect(rows.map(({ reasons }) => reasons)).toEqual([['AGE_BELOW_MINIMUM', 'KK_HAS_TWO_RECIPIENTS'], ['STUDENT'], []]);
  await expect(pool.query(`update policy_decision set reasons = '{}'`)).rejects.toThrow('decisions are append-only');
});
