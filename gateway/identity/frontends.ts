import type { Pool } from 'pg';
import { scopesOf } from '../../subgraphs/kit/scopes.ts';
import { Clients } from './clients.ts';
import type { Surroundings } from './surroundings.ts';

export type PersonRole = 'participant' | 'officer';

/** A frontend of the programme, in whose name people sign in. */
export interface Frontend {
  id: string;
  name: string;
  redirectUris: readonly string[];
  /** The people whom it is for: its tokens hold no scope of anybody else. */
  people: readonly PersonRole[];
}

export interface KnownFrontend {
  id: string;
  name: string;
  status: string;
  redirectUris: string[];
  scopes: string[];
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a code may be sent there: over TLS, or to the machine of whoever signs in. */
export const isRedirectUri = (text: string): boolean => {
  if (!URL.canParse(text) || text.includes('#') || text.includes('*')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
};

/** The programme's own frontends, as its operators make them: they are no organisation's, so no event brings them. */
export class Frontends {
  readonly #pool: Pool;
  readonly #clients: Clients;

  constructor(pool: Pool, surroundings: Pick<Surroundings, 'now'>) {
    this.#pool = pool;
    this.#clients = new Clients(pool, surroundings);
  }

  /** @throws Error when there is a client of this id, whosever it is */
  async add(frontend: Frontend): Promise<void> {
    const { rows } = await this.#pool.query('select from client where id = $1', [frontend.id]);
    if (rows.length > 0) throw new Error(`there is a client ${frontend.id} already`);
    await this.#put(frontend);
  }

  /** @throws Error when there is no frontend of this id */
  async change({ id, ...changes }: Partial<Frontend> & { id: string }): Promise<void> {
    const known = await this.#known(id);
    const { name = known.name, redirectUris = known.redirectUris, people } = changes;
    if (people) await this.#put({ id, name, redirectUris, people });
    else await this.#clients.put({ id, name, kind: 'FRONTEND', scopes: known.scopes, redirectUris });
  }

  /**
   * Stops a frontend, of which nobody gets a token any more and whose tokens end, or no longer.
   * @throws Error when there is no frontend of this id
   */
  async setStatus(id: string, status: 'ACTIVE' | 'SUSPENDED'): Promise<void> {
    await this.#known(id);
    const { rows } = await this.#pool.query<{ next: number }>(
      'select status_version + 1 as next from client where id = $1',
      [id],
    );
    await this.#clients.setStatus(id, status, Number(rows[0]?.next ?? 1));
  }

  async all(): Promise<KnownFrontend[]> {
    const { rows } = await this.#pool.query<KnownFrontend>(
      `select id, name, status, redirect_uris as "redirectUris", scopes from client where kind = 'FRONTEND' order by id`,
    );
    return rows;
  }

  async #known(id: string): Promise<KnownFrontend> {
    const found = (await this.all()).find((frontend) => frontend.id === id);
    if (!found) throw new Error(`there is no frontend ${id}`);
    return found;
  }

  #put({ id, name, redirectUris, people }: Frontend): Promise<void> {
    const scopes = [...new Set(people.flatMap(scopesOf))];
    return this.#clients.put({ id, name, kind: 'FRONTEND', scopes, redirectUris });
  }
}
