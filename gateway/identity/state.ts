import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Pool } from 'pg';
import { findFault } from '../../subgraphs/kit/json-value.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Clients } from './clients.ts';
import type { Surroundings } from './surroundings.ts';

const SWEEP_ROWS = 5_000;
const keepable = { depth: 32, values: 10_000, characters: Number.POSITIVE_INFINITY };

interface Row {
  payload: AdapterPayload;
  consumedAt: Date | null;
}

export interface StateOptions {
  pool: Pool;
  index: BlindIndex;
  clients: Clients;
  surroundings: Surroundings;
}

/** The id, and a session's cookie, let whoever knows them in: they are not stored. */
const withoutIds = ({ jti: _, ...payload }: AdapterPayload): AdapterPayload => {
  const { cookie: __, ...session } = payload.session ?? {};
  return payload.session ? { ...payload, session } : payload;
};

/** One kind (`model`) of what oidc-provider remembers, in PostgreSQL. */
class StateAdapter implements Adapter {
  readonly #model: string;
  readonly #options: StateOptions;

  constructor(model: string, options: StateOptions) {
    this.#model = model;
    this.#options = options;
  }

  /** @throws InvalidRequest for what a client sent and PostgreSQL cannot keep, such as U+0000 */
  async upsert(id: string, payload: AdapterPayload, expiresInS = 0): Promise<void> {
    if (findFault(payload, keepable)) throw new errors.InvalidRequest('a parameter holds what is no text');
    const now = this.#options.surroundings.now().getTime();
    const values = [
      this.#model,
      this.#key(id),
      withoutIds(payload),
      payload.grantId ?? null,
      payload.userCode ?? null,
      payload.uid ?? null,
      new Date(now + expiresInS * 1_000),
    ];
    // Of two requests with one proof, one wins: the library only looks first.
    const once = this.#model === 'ReplayDetection' ? 'where oidc_state.expires_at <= $8' : '';
    const { rowCount } = await this.#options.pool.query(
      `insert into oidc_state (model, id, payload, grant_id, user_code, uid, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
         user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at ${once}`,
      once ? [...values, new Date(now)] : values,
    );
    if (rowCount === 0) throw new errors.InvalidClientAuth('a proof can be used once only');
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.#one('id', this.#key(id));
    return found && { ...found, jti: id };
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#one('user_code', userCode);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#one('uid', uid);
  }

  async consume(id: string): Promise<void> {
    const { rowCount } = await this.#options.pool.query(
      'update oidc_state set consumed_at = $3 where model = $1 and id = $2 and consumed_at is null',
      [this.#model, this.#key(id), this.#options.surroundings.now()],
    );
    if (rowCount === 0) throw new errors.InvalidGrant('it was used already');
  }

  async destroy(id: string): Promise<void> {
    await this.#options.pool.query('delete from oidc_state where model = $1 and id = $2', [this.#model, this.#key(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#options.pool.query('delete from oidc_state where model = $1 and grant_id = $2', [this.#model, grantId]);
  }

  #key(id: string): Buffer {
    return this.#options.index('state', `${this.#model}\0${id}`);
  }

  async #one(column: 'id' | 'user_code' | 'uid', value: string | Buffer): Promise<AdapterPayload | undefined> {
    const { rows } = await this.#options.pool.query<Row>(
      `select payload, consumed_at as "consumedAt" from oidc_state
       where model = $1 and ${column} = $2 and expires_at > $3`,
      [this.#model, value, this.#options.surroundings.now()],
    );
    if (!rows[0]) return undefined;
    const { payload, consumedAt } = rows[0];
    return consumedAt ? { ...payload, consumed: Math.floor(consumedAt.getTime() / 1_000) } : payload;
  }
}

/** Clients are kept in tables of their own, and are never written through the protocol. */
const clientAdapter = (clients: Clients): Adapter => {
  const refuse = () => Promise.reject(new Error('clients are managed elsewhere'));
  const nothing = async () => undefined;
  return {
    find: (id) => clients.metadata(id),
    upsert: refuse,
    destroy: refuse,
    consume: refuse,
    revokeByGrantId: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
  };
};

export const stateAdapter =
  (options: StateOptions) =>
  (model: string): Adapter =>
    model === 'Client' ? clientAdapter(options.clients) : new StateAdapter(model, options);

const SWEPT = [
  { table: 'oidc_state', column: 'expires_at' },
  { table: 'code', column: 'sends_until' },
  { table: 'attempt', column: 'until' },
  { table: 'sign_in_budget', column: 'until' },
  { table: 'erased_subject', column: 'until' },
];

/** Deletes what has expired, some thousand rows at a time. */
export const sweep = async (pool: Pool, now: Date): Promise<void> => {
  for (const { table, column } of SWEPT) {
    let deleted: number | null;
    do {
      ({ rowCount: deleted } = await pool.query(
        `delete from ${table} where ctid = any(array(select ctid from ${table} where ${column} <= $1 limit ${SWEEP_ROWS}))`,
        [now],
      ));
    } while (deleted === SWEEP_ROWS);
  }
};
