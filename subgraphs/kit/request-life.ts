import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphQLError } from 'graphql';
import type { PoolClient } from 'pg';

/** Nobody waits for the answer any more. */
export const requestOver = () =>
  new GraphQLError('The request ended before it was answered.', { extensions: { code: 'REQUEST_OVER' } });

/** `left`: the client has gone; `late`: the time that the gateway gave is over. */
export type EndReason = 'left' | 'late';

/** How a connection stands that a request holds. */
export interface HeldClient {
  isInTransaction: boolean;
  /** Sent, so that nobody knows what a lost answer said. */
  isCommitting: boolean;
}

/**
 * A request from its arrival to its answer. When it ends early, nothing more is begun for it, what waits gives up, and
 * its running SQL is ended by cutting the connection: PostgreSQL notices within 250 ms and rolls back.
 * A mutation that has begun goes on when its client leaves: its effect may count on being asked for again. When its
 * time is over, its transaction is rolled back, unless the commit or a statement that commits by itself has been sent.
 */
export class RequestLife {
  statements = 0;
  readonly startedMs = performance.now();
  /** Deadline by the clock of `performance`. */
  deadlineMs = Number.POSITIVE_INFINITY;
  /** The header, read when there is something to say. */
  acceptLanguage: string | undefined;
  /** A mutation is under way. */
  isWriting = false;
  /** It has sent a statement of its own. */
  hasBegun = false;
  /** Answered, or cut off: what still runs in its name, such as a clean-up, is let alone. */
  isSettled = false;
  ending: EndReason | undefined;
  // Most requests hold one connection at a time, and wait for nothing.
  #held: Map<PoolClient, HeldClient> | undefined;
  #waiting: Set<() => void> | undefined;

  end(ending: EndReason): void {
    if (this.isSettled || this.ending === 'late') return;
    this.ending = ending;
    if (this.#goesOn) return;
    for (const giveUp of this.#waiting ?? []) giveUp();
    for (const [client, held] of this.#held ?? []) if (!this.isWriting || isUndone(held)) cut(client);
  }

  /** Calls `giveUp` when the request ends before its turn comes; returns a function that cancels this. */
  whileWaiting(giveUp: () => void): () => void {
    this.#waiting ??= new Set();
    const waiting = this.#waiting.add(giveUp);
    return () => waiting.delete(giveUp);
  }

  hold(client: PoolClient, held: HeldClient): void {
    this.#held ??= new Map();
    this.#held.set(client, held);
  }

  letGo(client: PoolClient): void {
    this.#held?.delete(client);
  }

  /** Whether anything new may begin. */
  get isOver(): boolean {
    if (this.isSettled) return false;
    if (this.ending === undefined && performance.now() >= this.deadlineMs) this.end('late');
    return this.ending !== undefined && !this.#goesOn;
  }

  get #goesOn(): boolean {
    return this.ending === 'left' && this.isWriting && this.hasBegun;
  }
}

const isUndone = ({ isInTransaction, isCommitting }: HeldClient) => isInTransaction && !isCommitting;

/** Ends a connection at once: PostgreSQL notices, and rolls back. */
export const cut = (client: PoolClient) =>
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();

interface Store {
  tally: { statements: number };
  life: RequestLife | undefined;
}

const stores = new AsyncLocalStorage<Store>();

/** The request in whose course the code runs. */
export const currentLife = (): RequestLife | undefined => stores.getStore()?.life;

export const currentTally = (): { statements: number } | undefined => stores.getStore()?.tally;

/** Runs `work` in the course of a request. */
export const duringRequest = <T>(life: RequestLife, work: () => T): T => stores.run({ tally: life, life }, work);

/** Runs what others wait for too, or what must be done whatever becomes of the request; its statements still count. */
export const beyondRequest = <T>(work: () => T): T => {
  const store = stores.getStore();
  return store?.life ? stores.run({ tally: store.tally, life: undefined }, work) : work();
};

/** Runs `work` and counts in `tally` every SQL statement that it sends, ORM and transactions included. */
export const countStatements = <T>(tally: { statements: number }, work: () => T): T =>
  stores.run({ tally, life: undefined }, work);

/** Says that the request is a mutation. @throws GraphQLError REQUEST_OVER when it has ended before it began */
export const beginWriting = (): void => {
  const life = currentLife();
  if (!life) return;
  if (life.isOver) throw requestOver();
  life.isWriting = true;
};
