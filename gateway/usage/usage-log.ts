import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../caller.ts';
import type { PreparedOperation } from '../operation.ts';
import { keptId } from './names.ts';
import { idOf, type UsedOperation, type UseOf, usedOperation, useOf } from './used-operation.ts';

const hourMs = 3_600_000;
const hoursPerDay = 24;
/** Operations by version that one client may have in a day; what goes beyond is counted by element only. */
const operationsPerClient = 1000;
/** All of those in this process. */
const operationsInTotal = 50_000;
/** Counts that wait for the database. */
const mostWaiting = 20_000;
/** Elements of the operations of those: about 30 MB. */
const mostElements = 500_000;
/** Counts that one statement adds. */
const countsPerStatement = 2000;
/** Operations that differ in what their variables name, kept ready. */
const keptVariants = 2000;

export interface UsingClient {
  id: string;
  /** Empty for strangers, and where the token names none. */
  organization: string;
  client: string;
  version: string;
  /** What a stranger asks does not count against a removal. */
  isAuthenticated: boolean;
}

interface Use {
  /** Hours since 1970. */
  hour: number;
  client: UsingClient;
  operation: UsedOperation;
}

export interface UseCount extends Use {
  executions: number;
}

/** Adds counts to those that are there. */
export interface UsageSink {
  add(counts: readonly UseCount[]): Promise<void>;
}

/** One execution, and what its client gave as variables. */
export interface Execution {
  operation: PreparedOperation;
  given: Readonly<Record<string, unknown>>;
  context: { caller: Caller; clientVersion?: string };
}

const keyOf = ({ hour, client, operation }: Use) => `${hour} ${client.id} ${operation.id}`;

const clientOf = ({ isAnonymous, token }: Caller, version: string): UsingClient => {
  const organization = keptId(token.org);
  const client = keptId(token.azp);
  const isAuthenticated = !isAnonymous;
  return {
    id: idOf([String(isAuthenticated), organization, client, version]),
    organization,
    client,
    version,
    isAuthenticated,
  };
};

export interface UsageLogOptions {
  sink: UsageSink;
  now?: () => number;
  mostWaiting?: number;
  operationsPerClient?: number;
}

/** Executions by operation, client and hour, gathered in memory. Each part of it is bounded. */
export class UsageLog {
  readonly #options: Required<UsageLogOptions>;
  readonly #uses = new WeakMap<PreparedOperation, UseOf>();
  readonly #variants = new LRUCache<string, UsedOperation>({ max: keptVariants });
  readonly #elements = new Map<string, UsedOperation>();
  #clients = new WeakMap<Caller, Map<string, UsingClient>>();
  #waiting = new Map<string, UseCount>();
  #waitingElements = 0;
  #day = 0;
  #known = new Map<string, Set<string>>();
  #knownInTotal = 0;
  #dropped = 0;

  constructor(options: UsageLogOptions) {
    this.#options = { now: Date.now, mostWaiting, operationsPerClient, ...options };
  }

  /** @param schema of the revision that `operation` was prepared for */
  record(schema: GraphQLSchema, { operation, given, context }: Execution): void {
    let use = this.#uses.get(operation);
    if (use === undefined) {
      use = useOf({ schema, variants: this.#variants }, operation);
      this.#uses.set(operation, use);
    }
    const used = use(given);
    if (used === undefined) return;
    const hour = Math.floor(this.#options.now() / hourMs);
    const client = this.#clientOf(context);
    const waiting = this.#waiting.get(keyOf({ hour, client, operation: used }));
    if (waiting !== undefined) waiting.executions += 1;
    else if (this.#isKnown({ hour, client, operation: used })) this.#count({ hour, client, operation: used });
    else this.#countElements({ hour, client: this.#clientOf({ caller: context.caller }), operation: used });
  }

  /** Writes what has come since the last time. What cannot be written waits, as far as there is room. */
  async flush(): Promise<void> {
    const counts = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#waitingElements = 0;
    try {
      while (counts.length > 0) {
        await this.#options.sink.add(counts.slice(-countsPerStatement));
        counts.length = Math.max(0, counts.length - countsPerStatement);
      }
    } catch (error) {
      for (const { executions, ...use } of counts) this.#count(use, executions);
      throw error;
    }
  }

  /** Returns how many counts found no room since it was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  #count(use: Use, executions = 1): void {
    const key = keyOf(use);
    const count = this.#waiting.get(key);
    if (count !== undefined) count.executions += executions;
    else if (this.#waiting.size < this.#options.mostWaiting && this.#waitingElements < mostElements) {
      this.#waiting.set(key, { ...use, executions });
      this.#waitingElements += use.operation.coordinates.length;
    } else this.#dropped += executions;
  }

  #countElements({ operation, ...rest }: Use): void {
    for (const coordinate of operation.coordinates) this.#count({ ...rest, operation: this.#elementOf(coordinate) });
  }

  #clientOf(context: Execution['context']): UsingClient {
    const { caller } = context;
    // What strangers say of themselves is worth nothing.
    const clientVersion = caller.isAnonymous ? '' : (context.clientVersion ?? '');
    let versions = this.#clients.get(caller);
    if (versions === undefined) {
      versions = new Map();
      this.#clients.set(caller, versions);
    }
    const known = versions.get(clientVersion);
    if (known !== undefined) return known;
    const client = clientOf(caller, clientVersion);
    if (versions.size >= operationsPerClient) versions.clear();
    versions.set(clientVersion, client);
    return client;
  }

  /** Whether it is one of the client's operations of the day, as which it is counted here while there is room. */
  #isKnown({ hour, client: { organization, client, id }, operation }: Use): boolean {
    const day = Math.floor(hour / hoursPerDay);
    if (day !== this.#day) {
      this.#day = day;
      this.#known = new Map();
      this.#knownInTotal = 0;
    }
    const owner = `${organization} ${client}`;
    const operations = this.#known.get(owner) ?? new Set<string>();
    const key = `${id} ${operation.id}`;
    if (operations.has(key)) return true;
    if (operations.size >= this.#options.operationsPerClient || this.#knownInTotal >= operationsInTotal) return false;
    this.#known.set(owner, operations.add(key));
    this.#knownInTotal += 1;
    return true;
  }

  #elementOf(coordinate: string): UsedOperation {
    const known = this.#elements.get(coordinate);
    if (known !== undefined) return known;
    const element = usedOperation('', '', [coordinate]);
    // Elements of many supergraphs, one after the other.
    if (this.#elements.size >= operationsInTotal) this.#elements.clear();
    this.#elements.set(coordinate, element);
    return element;
  }
}
