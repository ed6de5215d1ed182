import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** One movement of money, a line of the books. `move` counts the payments of its reference: 2 means paid twice. */
export interface Movement {
  at: string;
  partner: string;
  reference: string;
  account: string;
  amount: string;
  move: number;
  /** RETURN: the payment came back. FILE: no money, a payment file of the message id `reference`, its hash `account`. */
  kind?: 'RETURN' | 'FILE';
}

export interface BooksOptions {
  /** The append-only file; none keeps the books in memory. */
  file?: string | undefined;
  /** Waits for the disk before money counts as moved. */
  isDurable?: boolean;
}

interface Total {
  references: number;
  moves: number;
  amount: bigint;
  twice: string[];
  returns: number;
}

const keyOf = (partner: string, reference: string) => `${partner} ${reference}`;
const MOST_SHOWN = 100;

/** Reads the movements of a file. A line that a crash cut off is none. */
const movementsIn = async function* (file: string | undefined): AsyncGenerator<Movement> {
  if (file === undefined || !existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    let movement: Movement;
    try {
      movement = JSON.parse(line) as Movement;
    } catch {
      // The last line before a crash.
      continue;
    }
    yield movement;
  }
};

/** A simulator's own books: what it moved, how often for each reference, in a file that is only appended to. */
export class Books {
  readonly #moves = new Map<string, number>();
  readonly #totals = new Map<string, Total>();
  readonly #isDurable: boolean;
  readonly #file: string | undefined;
  /** All movements, where no file keeps them. */
  readonly #kept: Movement[] = [];
  #descriptor: number | undefined;
  #lines: string[] = [];
  #waiting: (() => void)[] = [];

  constructor({ file, isDurable = false }: BooksOptions) {
    this.#isDurable = isDurable;
    this.#file = file;
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /** Opens the books, with what stands in the file. */
  static async open(options: BooksOptions): Promise<{ books: Books; found: readonly Movement[] }> {
    const found: Movement[] = [];
    for await (const movement of movementsIn(options.file)) found.push(movement);
    const books = new Books(options);
    for (const movement of found) books.#count(movement);
    return { books, found };
  }

  /** Moves money. @returns how often the reference has been paid now */
  move(movement: Omit<Movement, 'move' | 'at' | 'kind'>, at: number): number {
    const move = this.movesOf(movement.partner, movement.reference) + 1;
    this.#write({ at: new Date(at).toISOString(), ...movement, move });
    return move;
  }

  /** Takes a payment back into the deposit. */
  giveBack(movement: Omit<Movement, 'move' | 'at' | 'kind'>, at: number): void {
    const move = this.movesOf(movement.partner, movement.reference);
    this.#write({ at: new Date(at).toISOString(), ...movement, move, kind: 'RETURN' });
  }

  /** Notes a payment file, whose message id is taken for ever. */
  noteFile({ partner, messageId, sha256 }: { partner: string; messageId: string; sha256: string }, at: number): void {
    const line = { partner, reference: messageId, account: sha256, amount: '0', move: 0, kind: 'FILE' } as const;
    this.#write({ at: new Date(at).toISOString(), ...line });
  }

  /** Reads all that moved, in its order. */
  async *movements(): AsyncGenerator<Movement> {
    this.flush();
    if (this.#file === undefined) yield* this.#kept;
    else yield* movementsIn(this.#file);
  }

  #write(line: Movement): void {
    this.#count(line);
    if (this.#descriptor === undefined) this.#kept.push(line);
    else {
      if (this.#lines.length === 0) setImmediate(() => this.flush());
      this.#lines.push(`${JSON.stringify(line)}\n`);
    }
  }

  /** Calls back when everything that was moved until now stands in the file. */
  afterWriting(done: () => void): void {
    if (this.#lines.length === 0) done();
    else this.#waiting.push(done);
  }

  movesOf(partner: string, reference: string): number {
    return this.#moves.get(keyOf(partner, reference)) ?? 0;
  }

  /** Sums up a partner's books; `twice` names up to a hundred references that were paid more than once. */
  totalOf(partner: string): Omit<Total, 'amount'> & { amount: string } {
    const total = this.#totals.get(partner) ?? newTotal();
    return { ...total, amount: String(total.amount), twice: total.twice.slice(0, MOST_SHOWN) };
  }

  /** Writes what was moved since the last turn of the loop: one write for all of it. */
  flush(): void {
    if (this.#descriptor === undefined || this.#lines.length === 0) return;
    const lines = this.#lines.join('');
    const waiting = this.#waiting;
    this.#lines = [];
    this.#waiting = [];
    writeSync(this.#descriptor, lines);
    if (this.#isDurable) fsyncSync(this.#descriptor);
    for (const done of waiting) done();
  }

  close(): void {
    this.flush();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #count({ partner, reference, amount, move, kind }: Movement): void {
    const total = this.#totals.get(partner) ?? newTotal();
    this.#totals.set(partner, total);
    if (kind === 'RETURN') total.returns += 1;
    if (kind !== undefined) return;
    this.#moves.set(keyOf(partner, reference), move);
    total.moves += 1;
    total.amount += BigInt(amount);
    if (move === 1) total.references += 1;
    if (move === 2) total.twice.push(reference);
  }
}

const newTotal = (): Total => ({ references: 0, moves: 0, amount: 0n, twice: [], returns: 0 });
