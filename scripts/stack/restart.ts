const FIRST_MS = 500;
const LONGEST_MS = 10_000;
/** Who was ready for so long did not die of what made it die before. */
const STABLE_MS = 5_000;

/** How long to wait before the next start of what died: not at all, then twice as long each time that it dies early. */
export class Restarts {
  readonly #longestMs: number;
  #deaths = 0;

  constructor(longestMs = LONGEST_MS) {
    this.#longestMs = longestMs;
  }

  /** @param readyForMs how long it was ready before it died; 0 when it never was */
  afterDeath(readyForMs: number): { waitMs: number; deaths: number } {
    this.#deaths = readyForMs >= STABLE_MS ? 1 : this.#deaths + 1;
    const waitMs = this.#deaths === 1 ? 0 : Math.min(FIRST_MS * 2 ** (this.#deaths - 2), this.#longestMs);
    return { waitMs, deaths: this.#deaths };
  }
}

/** `; starting it again in 2 s (4 deaths in a row)` */
export const restartNotice = ({ waitMs, deaths }: { waitMs: number; deaths: number }): string =>
  `; starting it again${deaths > 1 ? ` in ${waitMs / 1_000} s (${deaths} deaths in a row)` : ''}`;
