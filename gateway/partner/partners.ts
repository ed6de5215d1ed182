import { Breaker } from '../breaker.ts';
import { type Connection, openPools } from '../subgraph-connection.ts';
import { addressFault, lookUpPublic } from './partner-address.ts';
import { createPartnerIdentity } from './partner-identity.ts';
import type { PartnerKeys } from './partner-keys.ts';
import { type NamedSubgraph, subgraphsIn } from './partner-subgraphs.ts';

/** Connections to one partner: fewer than to one of our own. */
const mostConnections = 32;

export interface PartnersOptions {
  /** Without them no subgraph is asked that has no secret of its own. */
  keys: PartnerKeys | undefined;
  /** Names of the subgraphs whose address and secret the operator has set. */
  own: ReadonlySet<string>;
  /** Milliseconds after which a stream ends on which nothing came. */
  silenceMs?: number;
  isProduction: boolean;
}

/** The connections that one revision of the supergraph uses. */
export interface PartnerLease {
  connectionOf(subgraph: string): Connection | undefined;
  /** Lets go of them; what nobody uses any more is closed. */
  release(): void;
}

interface SharedConnection {
  key: string;
  connection: Connection;
  users: number;
}

/**
 * Connections to partners' subgraphs, at the addresses that a supergraph names. Revisions that name the same subgraph
 * at the same address share them, and what the breaker knows.
 */
export class Partners {
  readonly #options: PartnersOptions;
  readonly #open = new Map<string, SharedConnection>();

  constructor(options: PartnersOptions) {
    this.#options = options;
  }

  /** How many partners have connections. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * @param supergraph SDL
   * @throws Error when an address must not be asked
   */
  lease(supergraph: string): PartnerLease {
    const { keys, own } = this.#options;
    const named = keys ? subgraphsIn(supergraph).filter(({ name }) => !own.has(name)) : [];
    for (const each of named) this.#check(each);
    const taken = new Map(named.map((each) => [each.name, this.#take(each, keys as PartnerKeys)]));
    let isHeld = true;
    return {
      connectionOf: (subgraph) => taken.get(subgraph)?.connection,
      release: () => {
        if (isHeld) for (const shared of taken.values()) this.#letGo(shared);
        isHeld = false;
      },
    };
  }

  async close(): Promise<void> {
    const pools = [...this.#open.values()].flatMap(({ connection: { pool, streams } }) => [pool, streams]);
    this.#open.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #check({ name, address }: NamedSubgraph): void {
    const fault = addressFault(address, this.#options);
    if (fault) throw new Error(`the address of ${name} cannot be asked: ${fault}`);
  }

  #take({ name, address, scopes }: NamedSubgraph, keys: PartnerKeys): SharedConnection {
    const key = JSON.stringify([name, address, [...scopes].toSorted()]);
    const known = this.#open.get(key);
    if (known) known.users += 1;
    const shared = known ?? { key, users: 1, connection: this.#connect({ name, address, scopes }, keys) };
    this.#open.set(key, shared);
    return shared;
  }

  #connect({ name, address, scopes }: NamedSubgraph, keys: PartnerKeys): Connection {
    const { isProduction, silenceMs = 0 } = this.#options;
    const opening = { connections: mostConnections, silenceMs, ...(isProduction && { lookup: lookUpPublic }) };
    return {
      ...openPools(address, opening),
      identityOf: createPartnerIdentity({ subgraph: name, address: new URL(address).href, keys, scopes }),
      breaker: new Breaker(),
      personIds: keys.personIdsOf(name),
    };
  }

  #letGo(shared: SharedConnection): void {
    shared.users -= 1;
    if (shared.users > 0 || this.#open.get(shared.key) !== shared) return;
    this.#open.delete(shared.key);
    const { pool, streams } = shared.connection;
    // What is under way ends by itself: a mutation goes on without its client.
    void pool.close();
    void streams.close();
  }
}
