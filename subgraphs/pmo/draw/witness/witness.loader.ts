import DataLoader from 'dataloader';
import type { Database } from '../../../kit/database.ts';
import { byKey } from '../../../kit/loader.ts';
import { column, statement } from '../../../kit/statement.ts';
import type { DrawWitnessesType, VoidDrawType } from './witness.type.ts';

const WITNESSES = statement(
  'draw-witnesses-by-wave',
  {
    waveNumber: column.int4,
    threshold: column.int4,
    approvedAt: column.timestamptz.orNull,
    keys: column.textArray,
    signers: column.textArray,
    lines: column.textArray,
    moments: column.textArray,
  },
  `select roster.wave_number as "waveNumber", threshold::int4, keys, approved_at as "approvedAt", signed.*
    from draw_roster roster
    left join lateral (select max(attempt) as attempt from draw where draw.wave_number = roster.wave_number) newest on true
    left join draw_approval on draw_approval.wave_number = roster.wave_number and draw_approval.attempt = newest.attempt
    cross join lateral (
      select coalesce(array_agg(key order by key), '{}') as signers, coalesce(array_agg(line order by key), '{}') as lines,
        coalesce(array_agg(to_char(signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') order by key), '{}')
          as moments
      from draw_cosignature cosignature
      where cosignature.wave_number = roster.wave_number and cosignature.attempt = newest.attempt
    ) signed
    where roster.wave_number = any($1::int[])`,
);

const VOIDS = statement(
  'draw-voids-by-wave',
  {
    waveNumber: column.int4,
    attempt: column.int4,
    checkpoint: column.text,
    reason: column.text,
    voidedBy: column.text,
    voidedAt: column.timestamptz,
  },
  `select wave_number as "waveNumber", attempt::int4, checkpoint, reason, voided_by as "voidedBy", voided_at as "voidedAt"
    from draw_void join draw using (wave_number, attempt) where wave_number = any($1::int[]) order by 1, 2`,
);

const witnessesOf = async (database: Database, waves: readonly number[]): Promise<DrawWitnessesType[]> =>
  (await database.rows(WITNESSES, [waves])).map(({ keys, signers, lines, moments, ...row }) => ({
    ...row,
    members: keys.map((key) => {
      const place = signers.indexOf(key);
      const moment = moments[place];
      return { key, cosignature: lines[place] ?? null, signedAt: moment === undefined ? null : new Date(moment) };
    }),
  }));

export const witnessLoaders = (database: Database) => ({
  drawWitnesses: byKey<number, DrawWitnessesType>(
    (waves) => witnessesOf(database, waves),
    ({ waveNumber }) => waveNumber,
  ),
  voidDraws: new DataLoader<number, VoidDrawType[]>(async (waves) => {
    const byWave = Map.groupBy(await database.rows(VOIDS, [waves]), ({ waveNumber }) => waveNumber);
    return waves.map((wave) => byWave.get(wave) ?? []);
  }),
});
