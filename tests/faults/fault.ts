/** A mistake that somebody could make, and how the sources are changed to contain it. */
export interface Fault {
  id: string;
  /** What the product then does wrong, in one sentence. */
  does: string;
  /** A text that stands in one place of the sources, whatever its file is called. */
  find: string;
  replace: string;
  /** Test files that are expected to catch it; a folder tells apart files of one name. */
  tests: readonly string[];
}
