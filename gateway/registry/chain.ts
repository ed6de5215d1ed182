import type { BundleRevision } from '../../schema/registry/bundle.ts';
import { type Statement, statementHash } from '../../schema/registry/statement.ts';
import { Distrust } from './distrust.ts';

/** The statement of a subgraph with the highest number that this gateway has taken for true. */
export interface SeenStatement {
  subgraph: string;
  number: number;
  /** As `statementHash` makes it. */
  hash: string;
}

/**
 * Verifies that a live statement follows from what was seen, each step by number and hash, and that a rollback brings
 * back what it names. Statements in between need no valid signature: the live one vouches for them by its hash, and one
 * by a key that was stolen must not keep out its mending.
 * @returns what is seen now
 * @throws Distrust
 */
export const verifyChain = ({ statement, chain }: BundleRevision, seen: SeenStatement | undefined): SeenStatement => {
  const { subgraph, number } = statement;
  const statements = [...chain.map((each) => each.statement), statement];
  const hashes = hashesOf(statements);
  const hash = statementHash(statement);
  if (seen) verifySeen({ number, hashes }, seen);
  verifyRollback(statement, statements);
  return { subgraph, number, hash };
};

/** Hashes by number, that of the statement before the first one included. */
const hashesOf = (statements: readonly Statement[]): Map<number, string> => {
  const hashes = new Map<number, string>();
  for (const [index, statement] of statements.entries()) {
    const { subgraph, number, previous } = statement;
    const of = `statement ${number} of ${subgraph}`;
    if ((number === 1) !== (previous === null)) throw new Distrust(`${of} is the first one by its number or hash only`);
    if (index === 0 && previous !== null) hashes.set(number - 1, previous);
    if (index > 0) verifyStep(statement, statements[index - 1] as Statement);
    hashes.set(number, statementHash(statement));
  }
  return hashes;
};

const verifyStep = ({ subgraph, number, previous }: Statement, before: Statement): void => {
  const of = `statement ${number} of ${subgraph}`;
  if (before.subgraph !== subgraph) throw new Distrust(`${of} follows one of ${before.subgraph}`);
  if (number !== before.number + 1) throw new Distrust(`${of} follows number ${before.number}`);
  if (previous !== statementHash(before)) throw new Distrust(`${of} follows another statement ${before.number}`);
};

interface OfferedStatement {
  number: number;
  hashes: ReadonlyMap<number, string>;
}

const verifySeen = ({ number, hashes }: OfferedStatement, seen: SeenStatement): void => {
  const of = `statement ${number} of ${seen.subgraph}`;
  if (number < seen.number) throw new Distrust(`${of} is older than ${seen.number}, which was seen`);
  const hash = hashes.get(seen.number);
  if (hash === undefined) throw new Distrust(`${of} leaves a gap after ${seen.number}, which was seen`);
  if (hash !== seen.hash) throw new Distrust(`there are two statements ${seen.number} of ${seen.subgraph}`);
};

const verifyRollback = (statement: Statement, statements: readonly Statement[]): void => {
  const { subgraph, number, rollbackTo } = statement;
  if (rollbackTo === undefined) return;
  const of = `statement ${number} of ${subgraph}`;
  const target = statements.find((each) => each !== statement && each.number === rollbackTo);
  if (!target) throw new Distrust(`${of} goes back to ${rollbackTo}, which is not in its chain`);
  if (target.sdlHash !== statement.sdlHash || target.address !== statement.address)
    throw new Distrust(`${of} goes back to ${rollbackTo}, but has another SDL or address`);
};
