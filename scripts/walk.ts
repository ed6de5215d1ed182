import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Node as AstNode, parseSync } from '@swc/core';

const help = `
node --import ./scripts/loader.mjs scripts/walk.ts OPERATION [--files]

Counts the files that must be read to understand an operation of the graph, and their lines. The walk begins with the
resolver's method, takes what the method names (imports, services of its context, the steps that it starts), and from
there follows every relative import, imports of types included. The kit, the draw's engine behind its index and packages
are not entered; files that name everything (context, main, manifests) are looked through, not counted.
The files of the closed rooms that the counted ones import are told apart, so that what moves there is seen.
  --files  also prints the files
`;

/** Rooms with a door of their own: who uses them reads their docstrings. */
const isClosed = (path: string) => /^subgraphs\/(kit\/|pmo\/draw\/engine\/)/.test(path);

/** Files that name everything a subgraph has: a reader looks one name up in them. */
const isDirectory = (path: string) => /\/(context|main|features)\.ts$|\.feature\.ts$/.test(path);

/** What an operation starts without importing it: the steps that the runner of waves was given. */
const startedBy: Readonly<Record<string, readonly string[]>> = {
  drawWave: ['subgraphs/pmo/wave/wave-steps.ts', 'subgraphs/pmo/wave/draw.steps.ts'],
};

/** A node of swc's tree, whose shape depends on its type. */
type Tree = AstNode & Record<string, unknown>;

interface Import {
  path: string;
  names: readonly string[];
}

interface Source {
  lines: number;
  imports: readonly Import[];
  /** Top-level declarations by the names that they make. */
  declarations: ReadonlyMap<string, Tree>;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && 'type' in value;

const childrenOf = (tree: object): object[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'object' && value !== null ? [value] : []));

const find = (tree: object, wanted: (tree: Tree) => boolean): Tree[] => [
  ...(isTree(tree) && wanted(tree) ? [tree] : []),
  ...childrenOf(tree).flatMap((child) => find(child, wanted)),
];

const textOf = (tree: unknown): string => String((tree as { value?: unknown } | undefined)?.value ?? '');

const namesIn = (tree: object): Set<string> => new Set(find(tree, ({ type }) => type === 'Identifier').map(textOf));

const declaredIn = (item: Tree): [name: string, tree: Tree][] => {
  const tree = isTree(item.declaration) ? item.declaration : item;
  if (tree.type === 'VariableDeclaration') {
    return (tree.declarations as Tree[]).flatMap((each) =>
      [...namesIn(each.id as Tree)].map((name) => [name, each] as [string, Tree]),
    );
  }
  const name = tree.identifier ?? tree.id;
  return isTree(name) ? [[textOf(name), tree]] : [];
};

const sources = new Map<string, Source>();

const read = (path: string): Source => {
  const known = sources.get(path);
  if (known) return known;
  const text = readFileSync(path, 'utf8');
  const body = parseSync(text, { syntax: 'typescript', decorators: true }).body as unknown as Tree[];
  const imports = body
    .filter(({ source }) => textOf(source).startsWith('.'))
    .map(({ source, specifiers }) => ({
      path: join(dirname(path), textOf(source)),
      names: ((specifiers ?? []) as Tree[]).map(({ local }) => textOf(local)),
    }))
    .filter((each) => existsSync(each.path));
  const source = { lines: text.split('\n').length - 1, imports, declarations: new Map(body.flatMap(declaredIn)) };
  sources.set(path, source);
  return source;
};

/** The names that this tree uses, and those that the declarations beside it use which it leads to. */
const reachableNames = (tree: Tree, { declarations }: Source): Set<string> => {
  const names = namesIn(tree);
  for (const name of names) {
    const declaration = declarations.get(name);
    if (declaration) for (const further of namesIn(declaration)) names.add(further);
  }
  return names;
};

const importsOf = ({ imports }: Source, names: ReadonlySet<string>): string[] =>
  imports.filter((each) => each.names.some((name) => names.has(name))).map(({ path }) => path);

/** The members of these names that a file declares: `waves: WaveService` leads to the service. */
const membersOf = (path: string, names: ReadonlySet<string>): string[] => {
  const source = read(path);
  const isMember = (tree: Tree) =>
    /^(TsPropertySignature|KeyValueProperty)$/.test(tree.type) && names.has(textOf(tree.key));
  const members = [...source.declarations.values()].flatMap((tree) => find(tree, isMember));
  return importsOf(source, new Set(members.flatMap((member) => [...namesIn(member)])));
};

const methodOf = (operation: string) => {
  for (const path of globSync('{subgraphs,gateway}/**/*.resolver.ts').sort()) {
    const source = read(path);
    const isMethod = (tree: Tree) => tree.type === 'ClassMethod' && textOf(tree.key) === operation;
    const method = [...source.declarations.values()].flatMap((tree) => find(tree, isMethod))[0];
    if (method) return { path, source, method };
  }
  throw new Error(`no resolver has an operation ${operation}`);
};

interface Walk {
  /** Files that must be read, in the order in which a reader meets them. */
  read: ReadonlySet<string>;
  /** Files of closed rooms that these import. */
  used: ReadonlySet<string>;
}

const walk = (operation: string): Walk => {
  const { path, source, method } = methodOf(operation);
  const names = reachableNames(method, source);
  const first = importsOf(source, names).flatMap((each) => (isDirectory(each) ? membersOf(each, names) : each));
  const ahead = [...first, ...(startedBy[operation] ?? [])];
  const met = new Set([path]);
  const used = new Set<string>();
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    if (isClosed(next)) used.add(next);
    if (met.has(next) || isClosed(next) || isDirectory(next)) continue;
    met.add(next);
    ahead.push(...read(next).imports.map((each) => each.path));
  }
  return { read: met, used };
};

const counted = (paths: Iterable<string>): string => {
  const all = [...paths];
  return `${all.length} files of ${all.reduce((sum, path) => sum + read(path).lines, 0)} lines`;
};

const { values, positionals } = parseArgs({ options: { files: { type: 'boolean' } }, allowPositionals: true });
if (positionals.length === 0) process.stdout.write(help.trimStart());
for (const operation of positionals) {
  const found = walk(operation);
  const listed = values.files ? [...found.read, ...found.used] : [];
  for (const path of listed) process.stdout.write(`${String(read(path).lines).padStart(5)}  ${path}\n`);
  process.stdout.write(`${operation}: ${counted(found.read)}; of closed rooms they use ${counted(found.used)}\n`);
}
