interface Stream {
  revision: string;
  close: () => void;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Subscriptions that are open, by the revision that each began with. Those of older revisions are closed one after the
 * other, so that their clients do not all come back at once.
 */
export class OpenStreams {
  readonly #streams = new Set<Stream>();
  readonly #spreadMs: number;
  #live: string | undefined;
  /** The revision of a canary, whose streams stay too. */
  #beside: string | undefined;

  /** @param spreadMs time within which all streams of older revisions are closed */
  constructor(spreadMs: number) {
    this.#spreadMs = spreadMs;
  }

  get size(): number {
    return this.#streams.size;
  }

  /**
   * @param close ends the stream so that its client subscribes again
   * @returns a function that forgets it
   */
  add(revision: string, close: () => void): () => void {
    const stream: Stream = { revision, close, timer: undefined };
    this.#streams.add(stream);
    // The revision was replaced while the subscription began.
    if (this.#live !== undefined && !this.#stays(revision)) this.#closeIn(Math.random() * this.#spreadMs, stream);
    return () => this.#forget(stream);
  }

  /** Closes the streams of every other revision: at once, or spread over time. */
  goLive(revision: string, { isUrgent }: { isUrgent: boolean }): void {
    this.#live = revision;
    this.#closeOthers(isUrgent);
  }

  /** Keeps the streams of a revision beside those of the live one; those of the one before are closed. */
  keepBeside(revision: string | undefined): void {
    this.#beside = revision;
    this.#closeOthers(false);
  }

  #stays(revision: string): boolean {
    return revision === this.#live || revision === this.#beside;
  }

  #closeOthers(isUrgent: boolean): void {
    const older = [...this.#streams].filter((stream) => !this.#stays(stream.revision));
    const stepMs = isUrgent ? 0 : this.#spreadMs / older.length;
    for (const [index, stream] of older.entries()) {
      if (isUrgent || stream.timer === undefined) this.#closeIn(stepMs * (index + 1), stream);
    }
    for (const stream of this.#streams) if (this.#stays(stream.revision)) this.#keep(stream);
  }

  /** Closes all at once, of whichever revision. */
  closeAll(): void {
    for (const stream of [...this.#streams]) this.#closeIn(0, stream);
  }

  #closeIn(ms: number, stream: Stream): void {
    this.#keep(stream);
    const close = () => {
      this.#forget(stream);
      stream.close();
    };
    if (ms === 0) close();
    else stream.timer = setTimeout(close, ms).unref();
  }

  #keep(stream: Stream): void {
    clearTimeout(stream.timer);
    stream.timer = undefined;
  }

  #forget(stream: Stream): void {
    this.#keep(stream);
    this.#streams.delete(stream);
  }
}
