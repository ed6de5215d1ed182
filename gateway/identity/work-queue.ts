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

/** Bounds work that is dear by design: few at once, few waiting, nobody for long. Whoever finds no place is refused at once. */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #places = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #taken = 0;
  #running = 0;
  #movedAt: number;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#movedAt = options.now().getTime();
  }

  /** @returns undefined when there is no room */
  enter({ key, isKnown }: { key: string; isKnown: boolean }): Place | undefined {
    const { most, mostOfOne, mostOfKnown } = this.#options;
    const ofOne = this.#places.get(key) ?? 0;
    if (ofOne >= mostOfOne || this.#taken >= most + (isKnown ? mostOfKnown : 0)) return undefined;
    if (this.#taken === 0) this.#move();
    this.#taken += 1;
    this.#places.set(key, ofOne + 1);
    let hasLeft = false;
    return {
      run: (work) => this.#run(work),
      leave: () => {
        if (hasLeft) return;
        hasLeft = true;
        this.#leave(key);
      },
    };
  }

  isStalled(): boolean {
    const { now, stalledAfterMs } = this.#options;
    return this.#taken > 0 && now().getTime() - this.#movedAt > stalledAfterMs;
  }

  #move(): void {
    this.#movedAt = this.#options.now().getTime();
  }

  #leave(key: string): void {
    this.#move();
    this.#taken -= 1;
    const left = (this.#places.get(key) ?? 1) - 1;
    if (left > 0) this.#places.set(key, left);
    else this.#places.delete(key);
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#options.atOnce) this.#running += 1;
    else await this.#turn();
    try {
      return await work();
    } finally {
      this.#move();
      const [next] = this.#waiting;
      // The turn is handed on, so that nobody slips in between.
      if (next) next();
      else this.#running -= 1;
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        this.#waiting.delete(begin);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(begin);
        reject(new QueueBusy());
      }, this.#options.waitMs);
      this.#waiting.add(begin);
    });
  }
}
