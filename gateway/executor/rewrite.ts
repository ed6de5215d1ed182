import type { FetchRewrite } from '@graphql-hive/router-query-planner';
import type { TypeNames } from './type-names.ts';

type RewriteStep = { key: string } | { typenames: ReadonlySet<string> };

/** A key that is renamed, or a value that is set, at a path of a representation or of an answer. */
export interface Rewrite {
  path: readonly RewriteStep[];
  change: { renameTo: string } | { setTo: string };
}

/** @throws Error for a rewrite that this version does not know. */
export const readRewrites = (rewrites: readonly FetchRewrite[] | undefined, types: TypeNames): Rewrite[] =>
  (rewrites ?? []).map((rewrite) => {
    const { path, change } = partsOf(rewrite);
    return { path: path.map((segment) => readStep(segment, types)), change };
  });

const partsOf = (rewrite: FetchRewrite) => {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    return { path, change: { renameTo: renameKeyTo } };
  }
  const setter = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
  if (!Array.isArray(setter.path)) throw new Error(`unknown rewrite of a plan: ${JSON.stringify(rewrite)}`);
  return { path: setter.path, change: { setTo: setter.setValueTo } };
};

const readStep = (segment: { TypenameEquals: string[] } | { Key: string }, types: TypeNames): RewriteStep => {
  if ('Key' in segment) return { key: segment.Key };
  if ('TypenameEquals' in segment) return { typenames: types.possibleForAny([segment.TypenameEquals].flat()) };
  throw new Error(`unknown segment of a rewrite: ${JSON.stringify(segment)}`);
};

/** What is left of rewrites at an object of this type: those of its keys. */
export const rewritesFor = (rewrites: readonly Rewrite[], typename: string | undefined): Rewrite[] =>
  rewrites.flatMap(({ path, change }): Rewrite[] => {
    const start = path.findIndex((step) => 'key' in step);
    const conditions = path.slice(0, start === -1 ? path.length : start);
    const isMet = conditions.every(
      (step) => typename === undefined || ('typenames' in step && step.typenames.has(typename)),
    );
    return isMet && start !== -1 ? [{ path: path.slice(start), change }] : [];
  });

/** What becomes of the value at `key`, and the rewrites of what is in it. */
export const rewritesOf = (rewrites: readonly Rewrite[], key: string) => {
  const own = rewrites.filter(({ path: [first] }) => first !== undefined && 'key' in first && first.key === key);
  const here = own.filter(({ path }) => path.length === 1).map(({ change }) => change);
  return {
    renameTo: here.flatMap((change) => ('renameTo' in change ? [change.renameTo] : [])).at(-1),
    setTo: here.flatMap((change) => ('setTo' in change ? [change.setTo] : [])).at(-1),
    below: own.filter(({ path }) => path.length > 1).map(({ path, change }) => ({ path: path.slice(1), change })),
  };
};
