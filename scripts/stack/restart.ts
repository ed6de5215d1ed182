const FIRST_MS = 500;
const LONGEST_MS = 10_000;
/** Who was ready for so long did not die of what made it die before. */
const STABLE_MS = 5_000;

/** How long to wait before the next start of what died: twice as long each time, until it stays alive for a while. */
export class Restarts {
  #deaths = 0;

  /** @param readyForMs how long it was ready before it died; 0 when it never was */
  afterDeath(readyForMs: number): { waitMs: number; deaths: number } {
    this.#deaths = readyForMs >= STABLE_MS ? 1 : this.#deaths + 1;
    return { waitMs: Math.min(FIRST_MS * 2 ** (this.#deaths - 1), LONGEST_MS), deaths: this.#deaths };
  }
}

/** `; starting it again in 4 s (4 deaths in a row)` */
export const restartNotice = ({ waitMs, deaths }: { waitMs: number; deaths: number }): string =>
  `; starting it again in ${waitMs / 1_000} s${deaths > 1 ? ` (${deaths} deaths in a row)` : ''}`;
