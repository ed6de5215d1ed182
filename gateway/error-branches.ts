type Path = readonly (string | number)[];

interface Branch {
  below: Map<string | number, Branch>;
  /** Errors here or below. */
  errors: number;
  /** Errors of this very place. */
  ends: number;
}

const newBranch = (): Branch => ({ below: new Map(), errors: 0, ends: 0 });

/** The places of an answer that errors name already, as a tree: asked for each wrong value of a hostile answer. */
export class Branches {
  readonly #root = newBranch();

  constructor(errors: readonly { path?: Path | undefined }[]) {
    for (const { path } of errors) if (path !== undefined) this.add(path);
  }

  add(path: Path): void {
    let branch = this.#root;
    branch.errors += 1;
    for (const step of path) {
      let next = branch.below.get(step);
      if (next === undefined) {
        next = newBranch();
        branch.below.set(step, next);
      }
      next.errors += 1;
      branch = next;
    }
    branch.ends += 1;
  }

  /** Takes back one error that was added: to make the tree anew would take the time of all errors. */
  remove(path: Path): void {
    let branch = this.#root;
    branch.errors -= 1;
    for (const step of path) {
      const next = branch.below.get(step);
      if (next === undefined) return;
      next.errors -= 1;
      if (next.errors === 0) {
        branch.below.delete(step);
        return;
      }
      branch = next;
    }
    branch.ends -= 1;
  }

  /** Whether an error names this place, one of its parents or one of its children. */
  has(path: Path): boolean {
    let branch = this.#root;
    for (const step of path) {
      if (branch.ends > 0) return true;
      const next = branch.below.get(step);
      if (next === undefined) return false;
      branch = next;
    }
    return branch.errors > 0;
  }
}
