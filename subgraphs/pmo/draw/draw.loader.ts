import DataLoader from 'dataloader';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import {
  DrawChunkEntity,
  DrawEntity,
  DrawListEntity,
  DrawRegionEntity,
  DrawRegionResultEntity,
  DrawRegionTrancheEntity,
  DrawRegionTrancheResultEntity,
  DrawResultEntity,
} from './draw.entity.ts';
import type { DrawType } from './draw.type.ts';
import { stampLoaders } from './stamp/stamp.loader.ts';
import { witnessLoaders } from './witness/witness.loader.ts';

const query = queriesOver(
  DrawEntity,
  DrawListEntity,
  DrawRegionEntity,
  DrawChunkEntity,
  DrawResultEntity,
  DrawRegionResultEntity,
  DrawRegionTrancheEntity,
  DrawRegionTrancheResultEntity,
);

interface Waves {
  waves: readonly number[];
}

const hexOf = (column: string): RawBuilder<string> => sql<string>`encode(${sql.ref(column)}, 'hex')`;
/** Like `hexOf`, for a column that is null before the draw. */
const hexOrNull = (column: string) => hexOf(column).$castTo<string | null>();

/** The attempt of a wave that counts. */
const newestOf = (wave: string) =>
  sql<number>`(select max(newest.attempt) from draw newest where newest.wave_number = ${sql.ref(wave)})`;

const DRAWS = query<Waves>()('draw-by-wave', (db, { waves }) =>
  db
    .selectFrom('draw')
    .leftJoin('draw_result', 'draw_result.waveNumber', 'draw.waveNumber')
    .leftJoin('draw_list', (join) =>
      join.onRef('draw_list.waveNumber', '=', 'draw.waveNumber').onRef('draw_list.attempt', '=', 'draw.attempt'),
    )
    .distinctOn('draw.waveNumber')
    .orderBy('draw.waveNumber')
    .orderBy('draw.attempt', 'desc')
    .select(['draw.waveNumber', 'draw.attempt', 'entryCount', 'quota', 'quotaFormula', 'beaconChain', 'beaconAt'])
    .select(['frozenAt', 'checkpoint', 'noticeSeconds', 'signingClosesAt'])
    .select(['winnerCount', 'drawnAt', sql<number>`beacon_round::int`.as('beaconRound')])
    .select([
      hexOf('draw.root').as('root'),
      hexOf('codeHash').as('codeHash'),
      hexOrNull('draw_list.sha256').as('listSha256'),
      hexOrNull('beaconSignature').as('beaconSignature'),
      hexOrNull('seed').as('seed'),
    ])
    .where(isOneOf('draw.waveNumber', waves, 'int')),
);

const REGIONS = query<Waves>()('draw-regions-by-wave', (db, { waves }) =>
  db
    .selectFrom('draw_region')
    .leftJoin('draw_region_result', (join) =>
      join
        .onRef('draw_region_result.waveNumber', '=', 'draw_region.waveNumber')
        .onRef('draw_region_result.attempt', '=', 'draw_region.attempt')
        .onRef('draw_region_result.regionNo', '=', 'draw_region.regionNo'),
    )
    .select(['draw_region.waveNumber', 'regionCode as code', 'eligible', 'quota'])
    .select(hexOrNull('threshold').as('threshold'))
    .where(isOneOf('draw_region.waveNumber', waves, 'int'))
    .where('draw_region.attempt', '=', newestOf('draw_region.wave_number'))
    .orderBy('draw_region.waveNumber')
    .orderBy('draw_region.regionNo'),
);

const TRANCHES = query<Waves>()('draw-tranches-by-wave', (db, { waves }) =>
  db
    .selectFrom('draw_region_tranche')
    .innerJoin('draw_region', (join) =>
      join
        .onRef('draw_region.waveNumber', '=', 'draw_region_tranche.waveNumber')
        .onRef('draw_region.attempt', '=', 'draw_region_tranche.attempt')
        .onRef('draw_region.regionNo', '=', 'draw_region_tranche.regionNo'),
    )
    .leftJoin('draw_region_tranche_result', (join) =>
      join
        .onRef('draw_region_tranche_result.waveNumber', '=', 'draw_region_tranche.waveNumber')
        .onRef('draw_region_tranche_result.attempt', '=', 'draw_region_tranche.attempt')
        .onRef('draw_region_tranche_result.regionNo', '=', 'draw_region_tranche.regionNo')
        .onRef('draw_region_tranche_result.trancheNo', '=', 'draw_region_tranche.trancheNo'),
    )
    .select(['draw_region_tranche.waveNumber', 'regionCode as code', 'draw_region_tranche.trancheNo as number'])
    .select(['draw_region_tranche.quota', hexOrNull('threshold').as('threshold')])
    .where(isOneOf('draw_region_tranche.waveNumber', waves, 'int'))
    .where('draw_region_tranche.attempt', '=', newestOf('draw_region_tranche.wave_number'))
    .orderBy('draw_region_tranche.waveNumber')
    .orderBy('draw_region_tranche.trancheNo'),
);

const CHUNK = query<{ wave: number; entry: string }>()('draw-chunk-of-entry', (db, { wave, entry }) =>
  db
    .selectFrom('draw_chunk')
    .innerJoin('draw', (join) =>
      join
        .onRef('draw.waveNumber', '=', 'draw_chunk.waveNumber')
        .onRef('draw.attempt', '=', 'draw_chunk.attempt')
        .on('draw.attempt', '=', newestOf('draw_chunk.wave_number')),
    )
    .select(['chunkNo', 'entries', 'regions', 'chunkRoots'])
    .where('draw_chunk.waveNumber', '=', wave)
    .where('firstEntry', '<=', entry)
    .orderBy('firstEntry', 'desc')
    .limit(1),
);

const drawByWave = (database: Database) =>
  byKey<number, DrawType>(
    (waves) => database.read(DRAWS, { waves }),
    ({ waveNumber }) => waveNumber,
  );

/** Regions of many draws, by their numbers. */
const drawRegionsByWave = (database: Database) =>
  new DataLoader(async (waves: readonly number[]) => {
    const byWave = Map.groupBy(await database.read(REGIONS, { waves }), ({ waveNumber }) => waveNumber);
    return waves.map((wave) => byWave.get(wave) ?? []);
  });

/** Tranches of a draw in their order, by the codes of its regions. */
const drawTranchesByWave = (database: Database) =>
  new DataLoader(async (waves: readonly number[]) => {
    const byWave = Map.groupBy(await database.read(TRANCHES, { waves }), ({ waveNumber }) => waveNumber);
    return waves.map((wave) => Map.groupBy(byWave.get(wave) ?? [], ({ code }) => code));
  });

/** Returns the one chunk that an entry would be in; null when it is before all of them. */
export const chunkOfEntry = async (database: Database, wave: number, entry: string) =>
  (await database.read(CHUNK, { wave, entry }))[0] ?? null;

export const drawLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  draw: drawByWave(database),
  drawRegions: drawRegionsByWave(database),
  drawTranches: drawTranchesByWave(database),
  ...witnessLoaders(database),
  ...stampLoaders(database),
});

export type DrawLoaders = ReturnType<typeof drawLoaders>;
