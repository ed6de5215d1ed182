import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { Logger } from '../../kit/log.ts';
import type { Secret } from '../../kit/vault/secret.ts';
import { VaultError } from '../../kit/vault/vault.error.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { identityPlace, unpackIdentity } from '../identity/index.ts';
import type { PlaceService } from '../registration/index.ts';
import { type CivilAnswer, type CivilRegistry, CivilRegistryError, MOST_QUESTIONS } from './civil-registry.port.ts';
import { LET_GO, LOCK, SETTLE, STATED, TAKE, type TakenPerson, type Verdict } from './match.statement.ts';
import { waitMs } from './pace.policy.ts';

export interface MatchServiceOptions {
  database: Database;
  vault: Vault;
  civilRegistry: CivilRegistry;
  places: Pick<PlaceService, 'takeConfirmedPlaces'>;
  log: Pick<Logger, 'warn'>;
  now: () => Date;
  /** From 0 up to 1. */
  chance?: () => number;
  /** For how long whoever was taken is left to a process that may have been killed. */
  leaseMs?: number;
}

/** A person who is asked about. */
interface AskedIdentity extends TakenPerson {
  name: string;
  birthDate: string;
  nik: Secret<'nik'>;
  kk: Secret<'kk'> | null;
}

/** What one call came to. */
export interface MatchRun {
  /** How many were asked about. */
  asked: number;
  /** For how long the registry is to be left alone. */
  restMs: number;
  /** Our own part of the time: without the registry's. */
  workMs: number;
}

const LEASE_MS = 60_000;

/** Asks the civil registry whose NIKs are, and writes down what it says. */
export class MatchService {
  readonly #options: Required<MatchServiceOptions>;
  /** Calls in a row that got no answer, in this process. */
  #failures = 0;

  constructor(options: MatchServiceOptions) {
    this.#options = { chance: Math.random, leaseMs: LEASE_MS, ...options };
  }

  /** Asks about the next people, in one call. What the registry does not answer is asked again, later each time. */
  async run(): Promise<MatchRun> {
    const { database, now, leaseMs } = this.#options;
    const at = now();
    const startedAt = performance.now();
    const taken = await database.rows(TAKE, [at, MOST_QUESTIONS, new Date(at.getTime() + leaseMs)]);
    if (taken.length === 0) return { asked: 0, restMs: 0, workMs: 0 };
    const asked = await this.#opened(taken);
    const known = new Set(asked.map(({ participantId }) => participantId));
    const lost = taken.filter(({ participantId }) => !known.has(participantId));
    const askedAt = performance.now();
    const answers = await this.#ask(asked);
    const waitedMs = performance.now() - askedAt;
    if (answers instanceof CivilRegistryError) return this.#rest(taken, answers);
    this.#failures = 0;
    await this.#settle([
      ...asked.map((person, index) => this.#verdictOf(person, answers[index] as CivilAnswer)),
      // Whom the vault does not open, or who stated no NIK: nothing can be asked.
      ...lost.map((person) => this.#verdictOf(person, { answer: 'UNKNOWN' })),
    ]);
    return { asked: taken.length, restMs: 0, workMs: performance.now() - startedAt - waitedMs };
  }

  async #opened(taken: readonly TakenPerson[]): Promise<AskedIdentity[]> {
    const { database, vault } = this.#options;
    const rows = await database.rows(STATED, [taken.map(({ participantId }) => participantId)]);
    const sealed = rows.map(({ participantId, sealed: value }) => {
      return { ...identityPlace(participantId), kind: 'identity' as const, sealed: value };
    });
    const opened = await vault.open(database, sealed);
    const byId = new Map(taken.map((person) => [person.participantId, person]));
    return rows.flatMap(({ participantId, name, birthDate }, index) => {
      const value = opened[index];
      if (!value || value instanceof VaultError) return [];
      const { nik, kk } = unpackIdentity(value);
      return nik ? [{ ...(byId.get(participantId) as TakenPerson), name, birthDate, nik, kk }] : [];
    });
  }

  async #ask(asked: readonly AskedIdentity[]): Promise<CivilAnswer[] | CivilRegistryError> {
    const questions = asked.map(({ nik, name, birthDate, kk }) => ({ id: uuidv7(), nik, name, birthDate, kk }));
    try {
      if (questions.length === 0) return [];
      return await this.#options.civilRegistry.match(questions);
    } catch (error) {
      if (error instanceof CivilRegistryError) return error;
      throw error;
    }
  }

  /** The registry is away, for everybody: that is nobody's own failure, and it is not asked by all of them in turn. */
  async #rest(taken: readonly TakenPerson[], error: CivilRegistryError): Promise<MatchRun> {
    const { database, log, now, chance } = this.#options;
    this.#failures += 1;
    const restMs = waitMs(this.#failures, chance(), error.retryAfterMs);
    log.warn({ err: error, people: taken.length, restMs }, 'the civil registry was asked in vain');
    const ids = taken.map(({ participantId }) => participantId);
    const rounds = taken.map(({ round }) => round);
    await database.pool.query(LET_GO, [ids, rounds, new Date(now().getTime() + restMs)]);
    return { asked: 0, restMs, workMs: 0 };
  }

  #verdictOf(person: TakenPerson & Partial<AskedIdentity>, said: CivilAnswer): Verdict {
    const { vault, now, chance } = this.#options;
    const { participantId: id, round, failures } = person;
    const hex = (kind: 'nik' | 'kk') => (person[kind] ? vault.blindIndex(kind, person[kind]).toString('hex') : null);
    const field = said.answer === 'NO_MATCH' ? said.field : null;
    const nextAt = new Date(now().getTime() + waitMs(failures + 1, chance()));
    return { id, round, answer: said.answer, field, nik: hex('nik'), kk: hex('kk'), nextAt };
  }

  /** Writes verdicts and moves the places of who is confirmed to their family cards, in one transaction. */
  async #settle(verdicts: readonly Verdict[]): Promise<void> {
    const { database, places, now } = this.#options;
    await database.orm.em.fork().transactional(async (tx: EntityManager) => {
      await this.#settleIndexes(tx, verdicts);
      await execute(tx, LOCK, [verdicts.map(({ id }) => id)]);
      const { rows } = await execute(tx, SETTLE, [JSON.stringify(verdicts), now()]);
      const claimed = rows.filter(({ isClaimed }) => isClaimed).map(({ participantId }) => participantId);
      await places.takeConfirmedPlaces(tx, claimed);
    });
  }

  /** While the index key is rotated: claims are made by the same key as those of others. */
  async #settleIndexes(tx: EntityManager, verdicts: readonly Verdict[]): Promise<void> {
    const { vault } = this.#options;
    if (!vault.isRotating) return;
    for (const kind of ['nik', 'kk'] as const) {
      const known = verdicts.filter((verdict) => verdict[kind] !== null);
      const stored = known.map((verdict) => ({ kind, index: Buffer.from(verdict[kind] ?? '', 'hex') }));
      const settled = await vault.storedIndexes(tx, stored);
      for (const [place, verdict] of known.entries()) verdict[kind] = settled[place]?.toString('hex') ?? null;
    }
  }
}
