type Path = readonly (string | number)[];

interface Branch {
  below: Map<string | number, Branch>;
  isEnd: boolean;
}

/** The places of an answer that errors name already, as a tree: asked for each wrong value of a hostile answer. */
export class Branches {
  readonly #root: Branch = { below: new Map(), isEnd: false };

  constructor(errors: readonly { path?: Path | undefined }[]) {
    for (const { path } of errors) if (path !== undefined) this.add(path);
  }

  add(path: Path): void {
    let branch = this.#root;
    for (const step of path) {
      let next = branch.below.get(step);
      if (next === undefined) {
        next = { below: new Map(), isEnd: false };
        branch.below.set(step, next);
      }
      branch = next;
    }
    branch.isEnd = true;
  }

  /** Whether an error names this place, one of its parents or one of its children. */
  has(path: Path): boolean {
    let branch = this.#root;
    for (const step of path) {
      if (branch.isEnd) return true;
      const next = branch.below.get(step);
      if (next === undefined) return false;
      branch = next;
    }
    return branch.isEnd || branch.below.size > 0;
  }
}
