import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import type { DrawType } from './draw.type.ts';

const DRAWS = {
  name: 'draw-by-wave',
  text: `select draw.wave_number as "waveNumber", encode(draw.root, 'hex') as root, entry_count as "entryCount", quota,
      quota_formula as "quotaFormula", encode(code_hash, 'hex') as "codeHash", encode(commitment, 'hex') as commitment,
      beacon_chain as "beaconChain", beacon_round::int as "beaconRound", beacon_at as "beaconAt",
      frozen_at as "frozenAt", encode(beacon_signature, 'hex') as "beaconSignature", encode(secret, 'hex') as secret,
      encode(seed, 'hex') as seed, winner_count as "winnerCount", drawn_at as "drawnAt"
    from draw left join draw_result using (wave_number) where wave_number = any($1::int[])`,
};

const REGIONS = {
  name: 'draw-regions-by-wave',
  text: `select wave_number as "waveNumber", region_code as code, eligible, quota, encode(threshold, 'hex') as threshold
    from draw_region left join draw_region_result using (wave_number, region_no)
    where wave_number = any($1::int[]) order by wave_number, region_no`,
};

const CHUNK = {
  name: 'draw-chunk-of-entry',
  text: `select chunk_no as "chunkNo", entries, regions, chunk_roots as "chunkRoots"
    from draw_chunk join draw using (wave_number)
    where wave_number = $1 and first_entry <= $2 order by first_entry desc limit 1`,
};

export interface DrawRegionRow {
  waveNumber: number;
  code: string;
  eligible: number;
  quota: number;
  /** Hex. */
  threshold: string | null;
}

export interface ChunkRow {
  chunkNo: number;
  /** 16 bytes each, ascending. */
  entries: Buffer;
  /** Two bytes each, little-endian. */
  regions: Buffer;
  /** 32 bytes a chunk of the wave. */
  chunkRoots: Buffer;
}

export const drawByWave = (database: Database) =>
  byKey(
    (waves: number[]) => database.rows<DrawType>(DRAWS, [waves]),
    ({ waveNumber }) => waveNumber,
  );

/** Regions of many draws, by their numbers. */
export const drawRegionsByWave = (database: Database) =>
  new DataLoader<number, DrawRegionRow[]>(async (waves) => {
    const byWave = Map.groupBy(await database.rows<DrawRegionRow>(REGIONS, [waves]), ({ waveNumber }) => waveNumber);
    return waves.map((wave) => byWave.get(wave) ?? []);
  });

/** The one chunk that an entry would be in; null when it is before all of them. */
export const chunkOfEntry = async (database: Database, wave: number, entry: string): Promise<ChunkRow | null> =>
  (await database.rows<ChunkRow>(CHUNK, [wave, entry]))[0] ?? null;

export const drawLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  draw: drawByWave(database),
  drawRegions: drawRegionsByWave(database),
});

export type DrawLoaders = ReturnType<typeof drawLoaders>;
