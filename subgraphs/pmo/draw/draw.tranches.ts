import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';

const INSERT = `insert into draw_region_tranche (wave_number, attempt, region_no, tranche_no, quota)
  select $1, $2, * from unnest($3::smallint[], $4::smallint[], $5::int[])`;

const QUOTAS = statement(
  'draw-tranche-quotas',
  { regionNo: column.int2, trancheNo: column.int2, quota: column.int4 },
  `select region_no as "regionNo", tranche_no as "trancheNo", quota from draw_region_tranche
    where wave_number = $1 and attempt = $2 order by tranche_no, region_no`,
);

const INSERT_RESULTS = `insert into draw_region_tranche_result (wave_number, attempt, region_no, tranche_no, threshold)
  select $1, $2, * from unnest($3::smallint[], $4::smallint[], $5::bytea[])`;

interface TrancheQuotas {
  wave: number;
  attempt: number;
  /** By number of region, and in that by tranche. */
  quotas: readonly (readonly number[])[];
}

/** Stores how many of each region win in which tranche; nothing for a wave of one period. */
export const insertTranches = async (client: ClientBase, { wave, attempt, quotas }: TrancheQuotas): Promise<void> => {
  const rows = quotas.flatMap((tranches, region) =>
    tranches.map((quota, index) => ({ region, tranche: index + 1, quota })),
  );
  if (rows.length === 0) return;
  const columns = [
    rows.map(({ region }) => region),
    rows.map(({ tranche }) => tranche),
    rows.map(({ quota }) => quota),
  ];
  await client.query(INSERT, [wave, attempt, ...columns]);
};

/**
 * Shares the winners of each region out among the tranches, in the order of their ranks: those of the first tranche have
 * the lowest ones. Stores the highest rank that wins until each tranche.
 * @param thresholdsOf the highest rank of each region's `upTo` lowest entries
 */
export const drawTranches = async (
  client: ClientBase,
  { wave, attempt, regions }: { wave: number; attempt: number; regions: number },
  thresholdsOf: (upTo: readonly number[]) => readonly (Buffer | null)[],
): Promise<void> => {
  const { rows } = await execute(client, QUOTAS, [wave, attempt]);
  const upTo = Array.from({ length: regions }, () => 0);
  for (const [tranche, quotas] of Map.groupBy(rows, ({ trancheNo }) => trancheNo)) {
    for (const { regionNo, quota } of quotas) upTo[regionNo] = (upTo[regionNo] as number) + quota;
    const numbers = upTo.map((_, regionNo) => regionNo);
    const tranches = upTo.map(() => tranche);
    await client.query(INSERT_RESULTS, [wave, attempt, numbers, tranches, thresholdsOf(upTo)]);
  }
};

const THRESHOLDS = statement(
  'draw-tranche-thresholds',
  { code: column.text, thresholds: column.textArray },
  `select region_code as code, array_agg(encode(threshold, 'hex') order by tranche_no) as thresholds
    from draw_region_tranche_result join draw_region using (wave_number, attempt, region_no)
    where wave_number = $1 group by region_code order by 1`,
);

/** Returns the thresholds of a drawn wave by tranche, in hexadecimal, by code of the region. */
export const trancheThresholds = async (client: ClientBase, wave: number): Promise<Map<string, (string | null)[]>> =>
  new Map(
    (await execute(client, THRESHOLDS, [wave])).rows.map(({ code, thresholds }) => [
      code,
      thresholds as (string | null)[],
    ]),
  );
