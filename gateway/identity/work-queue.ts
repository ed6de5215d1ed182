export interface WorkQueueOptions {
  /** Works that run at once. */
  atOnce: number;
  /** Places, running and waiting. */
  most: number;
  /** Places of one key: what one network sends cannot take all. */
  mostOfOne: number;
  /** Places besides, for who is known. */
  mostOfKnown: number;
  /** How long a work waits for its turn. */
  waitMs: number;
  /** A queue in which nothing ended for so long, although something is in it, does not drain. */
  stalledAfterMs: number;
  now: () => Date;
}

/** The queue is full, or the turn did not come in time. */
export class QueueBusy extends Error {}

/** A place in the queue. It must be left, whatever happens. */
export interface Place {
  /** Runs the work when its turn comes. @throws QueueBusy */
  run<T>(work: () => Promise<T>): Promise<T>;
  leave(): void;
}

interface Entrant {
  key: string;
  /** Goes first. */
  isKnown: boolean;
}

interface QueuedEntrant extends Entrant {
  begin(): void;
}

const countIn = (counts: Map<string, number>, key: string, change: 1 | -1) => {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
};

/**
 * Bounds work that is dear by design: few at once, few waiting, nobody for long. Whoever finds no place is refused at once,
 * and the next turn is of the key that has the fewest places.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #places = new Map<string, number>();
  readonly #waiting = new Set<QueuedEntrant>();
  #taken = 0;
  #turns = 0;
  #movedAt: number;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#movedAt = options.now().getTime();
  }

  /** @returns undefined when there is no room */
  enter(entrant: Entrant): Place | undefined {
    const { most, mostOfOne, mostOfKnown } = this.#options;
    const { key, isKnown } = entrant;
    const isFull = this.#taken >= most + (isKnown ? mostOfKnown : 0);
    if (isFull || (this.#places.get(key) ?? 0) >= mostOfOne) return undefined;
    if (this.#taken === 0) this.#move();
    this.#taken += 1;
    countIn(this.#places, key, 1);
    let hasLeft = false;
    const leave = () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#move();
      this.#taken -= 1;
      countIn(this.#places, key, -1);
    };
    return { run: (work) => this.#run(entrant, work), leave };
  }

  isStalled(): boolean {
    const { now, stalledAfterMs } = this.#options;
    return this.#taken > 0 && now().getTime() - this.#movedAt > stalledAfterMs;
  }

  #move(): void {
    this.#movedAt = this.#options.now().getTime();
  }

  async #run<T>(entrant: Entrant, work: () => Promise<T>): Promise<T> {
    if (this.#turns < this.#options.atOnce) this.#turns += 1;
    else await this.#turn(entrant);
    try {
      return await work();
    } finally {
      this.#move();
      // The turn is handed on, so that nobody slips in between.
      const next = this.#next();
      if (next) next.begin();
      else this.#turns -= 1;
    }
  }

  #next(): QueuedEntrant | undefined {
    const rank = ({ key, isKnown }: Entrant) => (isKnown ? 0 : (this.#places.get(key) ?? 0));
    return [...this.#waiting].sort((one, other) => rank(one) - rank(other))[0];
  }

  #turn(entrant: Entrant): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
      };
      const waiting: QueuedEntrant = {
        ...entrant,
        begin: () => {
          leave();
          resolve();
        },
      };
      const timer = setTimeout(() => {
        leave();
        reject(new QueueBusy());
      }, this.#options.waitMs);
      this.#waiting.add(waiting);
    });
  }
}
