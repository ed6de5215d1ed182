import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { DeclaredMutation } from '../../subgraphs/kit/mutation.ts';
import type { Refusal } from '../../subgraphs/kit/refusal.ts';

interface ImportLine {
  /** The file that the names come from. */
  path: string;
  names: readonly { exported: string; local: string }[];
}

interface Source {
  text: string;
  imports: readonly ImportLine[];
  reExports: readonly ImportLine[];
}

/** What makes a refusal: `refusals.unknown` is a property `unknown`, `wrongAnswer` a function. */
interface Factory {
  path: string;
  name: string;
  isProperty: boolean;
}

const DECLARATION = /\.mutations\.ts$|^subgraphs\/kit\/mutation\.ts$/;
const TRANSITION = '_TRANSITION_ILLEGAL';

const bindings = (text: string, path: string, word: 'import' | 'export'): ImportLine[] =>
  [...text.matchAll(new RegExp(`^${word} (?:type )?\\{([^}]*)\\} from '(\\.[^']+)'`, 'gm'))]
    .map(([, names = '', from = '']) => ({
      path: join(dirname(path), from),
      names: names.split(',').flatMap((each) => {
        const [exported = '', local = exported] = each
          .trim()
          .replace(/^type /, '')
          .split(' as ');
        return exported ? [{ exported, local }] : [];
      }),
    }))
    .filter((each) => existsSync(each.path));

const sources = new Map<string, Source>();

const read = (path: string): Source => {
  const known = sources.get(path);
  if (known) return known;
  const text = readFileSync(path, 'utf8');
  const source = { text, imports: bindings(text, path, 'import'), reExports: bindings(text, path, 'export') };
  sources.set(path, source);
  return source;
};

/** The files that a resolver leads to; neither declarations nor manifests, which name refusals without throwing them. */
const reachableFrom = (resolvers: readonly string[]): string[] => {
  // The steps of a wave are handed to its service when the process starts.
  const steps = resolvers.flatMap((path) => globSync(`${dirname(path)}/*.{step,steps}.ts`));
  const found = new Set([...resolvers, ...steps]);
  for (const path of found) {
    const { imports, reExports } = read(path);
    for (const each of [...imports, ...reExports]) {
      if (!DECLARATION.test(each.path) && !each.path.endsWith('.feature.ts')) found.add(each.path);
    }
  }
  return [...found];
};

const FRAME = /^\s*at (?:(?:async )?(\S+) \()?(?:file:\/\/)?(\/[^():]+\.ts):\d+/;

/** Reads from the stack of a declared sample what made it: the last function before the declaration. */
const factoryOf = ({ stack = '' }: Refusal): Factory | null => {
  const frames = stack.split('\n').flatMap((line) => {
    const [, name, path = ''] = FRAME.exec(line) ?? [];
    return path ? [{ name, path: relative('.', path) }] : [];
  });
  const end = frames.findIndex(({ path }) => DECLARATION.test(path));
  const before = (end < 0 ? frames : frames.slice(0, end)).filter(({ name }) => name && name !== '<anonymous>');
  const { name = '', path } = before.at(-1) ?? {};
  if (!path) return null;
  return { path, name: name.slice(name.lastIndexOf('.') + 1), isProperty: name.startsWith('Object.') };
};

const leadsTo = (from: string, to: string): boolean =>
  from === to || read(from).reExports.some(({ path }) => leadsTo(path, to));

const localNames = (path: string, from: string): ImportLine['names'] =>
  read(path).imports.flatMap((each) => (leadsTo(each.path, from) ? each.names : []));

const uses = (path: string, pattern: string) => new RegExp(pattern).test(read(path).text);

const isUsedIn = (path: string, { path: origin, name, isProperty }: Factory): boolean => {
  if (path === origin)
    return !path.endsWith('.refusal.ts') && uses(path, isProperty ? `\\w\\.${name}\\b` : `\\b${name}\\(`);
  const locals = localNames(path, origin);
  if (isProperty) return locals.some(({ local }) => uses(path, `\\b${local}\\.${name}\\b`));
  return locals.some(({ exported, local }) => exported === name && uses(path, `\\b${local}\\(`));
};

/** A table of transitions refuses when it is called, or by its `refusal`. */
const movesStatus = (reachable: readonly string[], code: string): boolean => {
  const noun = code.slice(0, -TRANSITION.length).toLowerCase();
  const table = new RegExp(`const (\\w+) = transitionsOf(?:<\\w+>)?\\(\\s*'${noun}'`);
  return reachable.some((path) => {
    const name = table.exec(read(path).text)?.[1];
    if (!name) return false;
    return reachable.some((user) =>
      localNames(user, path).some(
        ({ exported, local }) => exported === name && uses(user, `\\b${local}(\\.refusal)?\\(`),
      ),
    );
  });
};

/** Finds what declares a refusal without being able to throw it, in words. */
export const unthrown = (mutations: readonly Pick<DeclaredMutation, 'name' | 'refusals'>[]): string[] => {
  const resolvers = globSync('subgraphs/**/*.resolver.ts');
  const codesOf = new Map<string, Set<string>>();
  const keyOf = (factory: Factory) => `${factory.path} ${factory.name}`;
  for (const refusal of mutations.flatMap(({ refusals }) => refusals)) {
    const factory = factoryOf(refusal);
    if (factory) codesOf.set(keyOf(factory), (codesOf.get(keyOf(factory)) ?? new Set()).add(refusal.code));
  }
  const isThrown = (reachable: readonly string[], refusal: Refusal): boolean => {
    if (refusal.code.endsWith(TRANSITION)) return movesStatus(reachable, refusal.code);
    const factory = factoryOf(refusal);
    if (!factory) return false;
    // What makes several refusals is told by the code which one is meant.
    const isOfMany = (codesOf.get(keyOf(factory))?.size ?? 0) > 1;
    const elsewhere = reachable.filter((path) => !path.endsWith('.refusal.ts'));
    if (isOfMany) return elsewhere.some((path) => uses(path, `['"\`]${refusal.code}['"\`]`));
    return reachable.some((path) => isUsedIn(path, factory));
  };
  return mutations.flatMap(({ name, refusals }) => {
    const reachable = reachableFrom(resolvers.filter((path) => uses(path, `@Declared\\(${name}\\)`)));
    return refusals.filter((refusal) => !isThrown(reachable, refusal)).map(({ code }) => `${name} declares ${code}`);
  });
};
