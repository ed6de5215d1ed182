import type { Outcome, Payload, Run } from '../execution.ts';

/** Counts what runs on a revision, and tells when the last of it has ended after the revision was replaced. */
export class RunCount {
  readonly #onEnd: () => void;
  #count = 0;
  #isRetired = false;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** The run, counted from its beginning to its answer or to the end of its events. */
  counted(run: Run): Run {
    return async (...asked) => {
      this.#count += 1;
      try {
        const outcome = await run(...asked);
        if (outcome.kind === 'result') this.#end();
        return outcome.kind === 'result' ? outcome : this.#untilLast(outcome.payloads);
      } catch (error) {
        this.#end();
        throw error;
      }
    };
  }

  /** Nothing begins any more. */
  retire(): void {
    if (this.#isRetired) return;
    this.#isRetired = true;
    if (this.#count === 0) this.#onEnd();
  }

  #end(): void {
    this.#count -= 1;
    if (this.#isRetired && this.#count === 0) this.#onEnd();
  }

  #untilLast(payloads: AsyncIterableIterator<Payload>): Outcome {
    let isOpen = true;
    const end = () => {
      if (isOpen) this.#end();
      isOpen = false;
    };
    const events: AsyncIterableIterator<Payload> = {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        try {
          const event = await payloads.next();
          if (event.done) end();
          return event;
        } catch (error) {
          end();
          throw error;
        }
      },
      async return() {
        end();
        return (await payloads.return?.()) ?? { done: true, value: undefined };
      },
    };
    return { kind: 'events', payloads: events };
  }
}
