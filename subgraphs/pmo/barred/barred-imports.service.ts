import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PoolClient } from 'pg';
import { copyIn } from '../../kit/copy-in.ts';
import { type Database, execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import type { PolicyService } from '../policy/policy.service.ts';
import { participantsBarred, participantsReinstated } from './barred.events.ts';
import { changeLists } from './barred.lock.service.ts';
import { readListFile } from './list-file.ts';

export interface BarredImportsOptions {
  database: Database;
  outbox: Outbox;
  policies: PolicyService;
  vault: Vault;
  directory: string | null;
  log: Pick<Logger, 'error'>;
  now: () => Date;
}

interface Version {
  id: number;
  list: 'SOCIAL_AID' | 'STATE_OFFICIALS' | 'STUDENTS';
  mode: 'FULL' | 'ADD';
  status: 'LOADING' | 'RECHECKING';
  file: string;
  sha256: Buffer;
  requestId: string;
}

// "barr", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x62_61_72_72;
/** A file of which more lines are wrong is not the list that it should be. */
const MOST_BAD = 0.01;

const WAITING = `select id from barred_list_version where status in ('LOADING', 'RECHECKING')`;
const VERSION = `select id, list, mode, status, file, file_sha256 as sha256, request_id as "requestId"
  from barred_list_version where id = $1 and status in ('LOADING', 'RECHECKING')`;
const REFUSE = `update barred_list_version
  set status = 'REFUSED', refusal = $2, lines = $3, bad_lines = $4, bad_codes = $5, finished_at = $6 where id = $1`;

// Whoever was on the list before keeps the version that brought them. They are left out beforehand: the conflict alone
// would lock, and so write, each of their rows.
const ADD = `insert into barred_entry (list, nik_index, added_in)
  select distinct on (nik_index) $1, nik_index, $2::int from barred_staging where not exists (
    select from barred_entry as known
    where known.list = $1 and known.nik_index = barred_staging.nik_index and known.removed_in is null
  ) order by nik_index
  on conflict (nik_index, list) do update set added_in = excluded.added_in, removed_in = null
    where barred_entry.removed_in is not null`;
const REMOVE = `update barred_entry set removed_in = $2 where list = $1 and removed_in is null
  and not exists (select from barred_staging where barred_staging.nik_index = barred_entry.nik_index)`;
const AFFECTED = `insert into barred_recheck (version_id, participant_id, wave_number)
  select $2::int, participant_id, award_claim.wave_number from barred_entry
    join nik_claim using (nik_index) join award_claim using (participant_id)
    join participant on participant.id = participant_id
  where list = $1 and (added_in = $2 or removed_in = $2) and revoked_at is null
    and participant.status in ('RECIPIENT', 'ACTIVE', 'ALUMNI', 'BARRED')`;
const APPLIED = `update barred_list_version set status = 'RECHECKING', lines = $2, bad_lines = $3, bad_codes = $4,
  added = $5, removed = $6, to_recheck = $7 where id = $1`;

const NEXT = `delete from barred_recheck where version_id = $1 and participant_id in (
    select participant_id from barred_recheck where version_id = $1 order by participant_id limit $2
  ) returning participant_id as id, wave_number as wave`;
const BAR = `update participant set status = 'BARRED', barred_from = status
  where id = any($1::uuid[]) and status in ('RECIPIENT', 'ACTIVE', 'ALUMNI') returning id`;
const REINSTATE = `update participant set status = barred_from, barred_from = null
  where id = any($1::uuid[]) and status = 'BARRED' and barred_from is not null returning id`;
const RECHECKED = `update barred_list_version set rechecked = rechecked + $2, barred = barred + $3,
  reinstated = reinstated + $4 where id = $1`;
const DONE = `update barred_list_version set status = 'DONE', finished_at = $2 where id = $1`;

interface Holder {
  id: string;
  wave: number;
}

/** Imports lists, and judges again the holders of awards whom a list has brought or let go. */
export class BarredImports {
  readonly #options: BarredImportsOptions;
  readonly #work: FencedWork;

  constructor(options: BarredImportsOptions) {
    this.#options = options;
    const { database, log } = options;
    this.#work = new FencedWork({
      ...{ name: 'imports of lists', lockClass: LOCK_CLASS, database, log },
      waiting: async () => (await database.pool.query<{ id: number }>(WAITING)).rows.map(({ id }) => id),
      advance: (client, id) => this.#advance(client, id),
    });
  }

  start(): void {
    this.#work.start();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  tick(): Promise<void> {
    return this.#work.tick();
  }

  /** Works off one version. It never throws. */
  work(id: number): Promise<void> {
    return this.#work.work(id);
  }

  async #advance(client: PoolClient, id: number): Promise<boolean> {
    const [version] = (await client.query<Version>(VERSION, [id])).rows;
    if (!version) return false;
    if (version.status === 'LOADING') await this.#load(client, version);
    else await this.#recheck(version);
    return true;
  }

  /** Loads the file and applies it in one transaction; after a kill it is read again from its start. */
  async #load(client: PoolClient, version: Version): Promise<void> {
    const { vault, directory, now } = this.#options;
    const { id, list, file, sha256 } = version;
    await client.query('begin');
    try {
      // A list of millions takes minutes; the limit of a request is no limit here.
      await client.query('set local statement_timeout = 0');
      await client.query('create temporary table barred_staging (nik_index bytea) on commit drop');
      const { found, blocks } = readListFile(join(directory ?? '', file), vault);
      await copyIn(client, 'copy barred_staging from stdin (format binary)', blocks());
      const isOther = !found.sha256.equals(sha256);
      if (isOther || found.bad > found.lines * MOST_BAD) {
        const code = isOther ? 'SHA256_DIFFERS' : 'TOO_MANY_BAD_LINES';
        await client.query(REFUSE, [id, code, found.lines, found.badLines, found.badCodes, now()]);
      } else {
        await client.query('analyze barred_staging');
        await changeLists(client);
        const { rowCount: added } = await client.query(ADD, [list, id]);
        const removed = version.mode === 'FULL' ? (await client.query(REMOVE, [list, id])).rowCount : 0;
        const { rowCount: affected } = await client.query(AFFECTED, [list, id]);
        const { lines, badLines, badCodes } = found;
        await client.query(APPLIED, [id, lines, badLines, badCodes, added, removed, affected]);
      }
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  }

  /** Judges the next holders of an award again, each under the policy of their wave. */
  async #recheck({ id, list, requestId }: Version): Promise<void> {
    const { database, now } = this.#options;
    await database.orm.em.fork().transactional(async (tx) => {
      const { rows } = await execute<Holder>(tx, NEXT, [id, CHUNK]);
      if (rows.length === 0) {
        await execute(tx, DONE, [id, now()]);
        return;
      }
      const moved = { barred: 0, reinstated: 0 };
      for (const [wave, holders] of Map.groupBy(rows, (row) => row.wave)) {
        const ids = holders.map((holder) => holder.id);
        const { barred, reinstated } = await this.#judge(tx, { id, list, wave, ids, requestId });
        moved.barred += barred;
        moved.reinstated += reinstated;
      }
      await execute(tx, RECHECKED, [id, rows.length, moved.barred, moved.reinstated]);
    });
  }

  async #judge(
    tx: EntityManager,
    { id, list, wave, ids, requestId }: Pick<Version, 'id' | 'list' | 'requestId'> & { wave: number; ids: string[] },
  ) {
    const { policies, outbox, now } = this.#options;
    const decided = await policies.decide(tx, {
      participantIds: ids,
      purpose: 'PAYMENT',
      wave,
      asOf: policies.today(),
    });
    const may = (holder: string) => decided.get(holder)?.isEligible ?? false;
    const change = async (text: string, people: string[]) =>
      (await execute<{ id: string }>(tx, text, [people])).rows.map((row) => row.id);
    const barred = await change(
      BAR,
      ids.filter((holder) => !may(holder)),
    );
    const reinstated = await change(REINSTATE, ids.filter(may));
    const [first] = decided.values();
    const facts = { list, version: id, wave, policyVersion: first?.policyVersion ?? '', at: now().toISOString() };
    const event = (participants: string[]) => ({ data: { ...facts, participants }, requestId });
    if (barred.length > 0) await outbox.add(tx, participantsBarred, event(barred));
    if (reinstated.length > 0) await outbox.add(tx, participantsReinstated, event(reinstated));
    return { barred: barred.length, reinstated: reinstated.length };
  }
}
