import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { column, statement } from '../../kit/statement.ts';
import { refusals } from './barred.refusal.ts';
import { ImportStatus, transition } from './barred.status.ts';

export interface DecisionServiceOptions {
  imports: Pick<FencedWork, 'attend'>;
  /** Directory of the files to import; null without one. */
  directory: string | null;
  now: () => Date;
}

const LOCK = statement(
  'barred-version-lock',
  { status: column.text.as<ImportStatus>(), requestedBy: column.text, file: column.text },
  `select status, requested_by as "requestedBy", file from barred_list_version where id = $1 for no key update`,
);

const APPROVE = `update barred_list_version set status = 'LOADING', approved_by = $2, approved_at = $3
  where id = $1 and status in (${transition.sqlFrom(ImportStatus.LOADING)})`;

const DECLINE = `update barred_list_version set status = 'REFUSED', refusal = 'DECLINED', finished_at = $2
  where id = $1 and status in ('PROPOSED')`;

const idOf = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw refusals.unknown();
  return Number(text);
};

const demandOfficer = ({ id, can }: { id: string | null; can: boolean }): string => {
  if (!can || !id) throw notAllowed({ scopes: ['barred:import'] });
  return id;
};

const lock = async (tx: EntityManager, id: number) => {
  const [found] = (await execute(tx, LOCK, [id])).rows;
  if (!found) throw refusals.unknown();
  return found;
};

/** The index keeps two versions of a list from being under way. */
const orRunning = (error: { code?: unknown }): never => {
  throw error.code === '23505' ? refusals.running() : error;
};

/** Decides about versions that take people off a list: a second officer does, and the database sees to it. */
export class DecisionService {
  readonly #options: DecisionServiceOptions;

  constructor(options: DecisionServiceOptions) {
    this.#options = options;
  }

  /**
   * Lets a proposed version take effect, and waits a few seconds for it.
   * @throws Refusal FORBIDDEN, LIST_VERSION_UNKNOWN, LIST_SAME_PERSON, FILE_UNKNOWN, IMPORT_TRANSITION_ILLEGAL,
   * LIST_IMPORT_RUNNING
   */
  async approve(em: EntityManager, version: string, caller: Caller): Promise<number> {
    const by = demandOfficer({ id: caller.id, can: caller.can('barred:import') });
    const id = idOf(version);
    const { imports, directory, now } = this.#options;
    await em.transactional(async (tx) => {
      const { status, requestedBy, file } = await lock(tx, id);
      if (status !== ImportStatus.PROPOSED) throw transition.refusal(status, ImportStatus.LOADING);
      if (requestedBy === by) throw refusals.samePerson();
      await access(join(directory ?? '', file)).catch(() => {
        throw refusals.file();
      });
      await execute(tx, APPROVE, [id, by, now()]).catch(orRunning);
      touched('BarredListVersion', id);
    });
    await imports.attend(id);
    return id;
  }

  /** @throws Refusal FORBIDDEN, LIST_VERSION_UNKNOWN, IMPORT_TRANSITION_ILLEGAL */
  async decline(em: EntityManager, version: string, caller: Caller): Promise<number> {
    demandOfficer({ id: caller.id, can: caller.can('barred:import') });
    const id = idOf(version);
    return em.transactional(async (tx) => {
      const { status } = await lock(tx, id);
      if (status !== ImportStatus.PROPOSED) throw transition.refusal(status, ImportStatus.REFUSED);
      await execute(tx, DECLINE, [id, this.#options.now()]);
      touched('BarredListVersion', id);
      return id;
    });
  }
}
