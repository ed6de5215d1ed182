import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { developerHandlers } from '../gateway/identity/developer.events.ts';
import { organizationHandlers } from '../gateway/identity/organization.events.ts';
import { participantHandlers } from '../gateway/identity/participant.events.ts';
import type { Surroundings } from '../gateway/identity/surroundings.ts';
import { composeSupergraph } from '../gateway/registry/composition.ts';
import { consumedBy, mutationsOf, publishedBy, schemaOf } from '../subgraphs/kit/assembly.ts';
import { eventSchemas } from '../subgraphs/kit/events/event.schemas.ts';
import { factSchemas } from '../subgraphs/kit/fact.schemas.ts';
import { scopes } from '../subgraphs/kit/scopes.ts';
import { fail, readArguments } from './arguments.ts';
import { audienceFaults, audienceFiles, operationFaults, refusalFaults, schemasOf } from './audiences.ts';
import { DOCUMENTS, peoplesDocuments } from './documents/documents.ts';
import { operationTypes } from './operations.types.ts';
import { vectorsText } from './partner/vectors/vectors.ts';
import { refusalsDocument } from './refusals.document.ts';
import { scopesDocument } from './scopes.document.ts';
import { subgraphs } from './services.ts';
import { featuresOf } from './subgraphs.ts';

const help = `
npm run schema [-- --check]

Composes the subgraphs into schema/: one file a subgraph, supergraph.graphql, what each audience is shown (audiences), the JSON Schema of every event, who gets
it (subscriptions.json), who may hold which scope (scopes.json) and that of every fact that webhooks carry; a document for
each root field of participants and officers that none of ours asks (documents); writes docs/partners/scopes.md, refusals.md and signature-vectors.json; then validates schema/operations/*.graphql
and schema/commands/*.graphql against the result, and writes the types of the first for the tests.
  --check  writes nothing, and fails when a file is not what the code says
`;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const DEFAULT_PORT = 4000;
const sdls = Object.fromEntries(Object.entries(featuresOf).map(([name, features]) => [name, schemaOf(features).sdl]));
const published = Object.values(featuresOf).flatMap(publishedBy);

// Only their types are read here.
const notCalled = {} as Surroundings;
const identityEvents = [
  ...organizationHandlers(notCalled),
  ...developerHandlers(notCalled),
  ...participantHandlers(notCalled),
].map(({ definition }) => definition.type);

/** Who gets which events: the publisher is the first word of a type. */
const subscriptions = () => {
  const consumers = Object.entries(featuresOf).map(([to, features]) => ({ to, types: consumedBy(features) }));
  const pairs = [...consumers, { to: 'identity', types: identityEvents }].flatMap(({ to, types }) =>
    [...Map.groupBy(types, (type) => type.split('.', 1)[0])].map(([from, its]) => ({
      from,
      to,
      types: [...new Set(its)].sort(),
    })),
  );
  const sorted = pairs.toSorted((one, other) => `${one.from} ${one.to}`.localeCompare(`${other.from} ${other.to}`));
  return `${JSON.stringify(sorted, null, 2)}\n`;
};

/** Who may hold which scope, for the gateway's dry runs. */
const scopeHolders = () =>
  `${JSON.stringify(Object.fromEntries(scopes.map(({ name, grantedTo }) => [name, grantedTo])), null, 2)}\n`;

const TYPES = 'tests/testkit/operations.generated.ts';

const supergraph = (): string =>
  composeSupergraph(
    subgraphs.map(({ name, portOffset }) => ({
      name,
      sdl: sdls[name] ?? '',
      url: `http://127.0.0.1:${DEFAULT_PORT + portOffset}/graphql`,
    })),
  );

/** Path in the repository → content. */
const generate = (): Map<string, string> =>
  new Map([
    ...subgraphs.map(({ name }): [string, string] => [`schema/${name}.graphql`, sdls[name] ?? '']),
    ['schema/supergraph.graphql', supergraph()],
    ['schema/subscriptions.json', subscriptions()],
    ['schema/scopes.json', scopeHolders()],
    ...eventSchemas(published),
    ...factSchemas(),
    ['docs/partners/scopes.md', scopesDocument()],
    ['docs/partners/signature-vectors.json', vectorsText()],
    ['docs/partners/refusals.md', refusalsDocument(Object.values(featuresOf).flatMap(mutationsOf))],
  ]);

const filesOf = (folder: string, ending: string) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder))
        .filter((file) => file.endsWith(ending))
        .map((file) => `${folder}/${file}`)
    : [];

const documents = () =>
  new Map(
    filesOf('schema/operations', '.graphql')
      .sort()
      .map((file) => [basename(file, '.graphql'), readFileSync(join(root, file), 'utf8')]),
  );

/** Path → what was written by hand. */
const handwritten = () =>
  ['schema/operations', 'schema/commands']
    .flatMap((folder) => filesOf(folder, '.graphql'))
    .map((file): [string, string] => [file, readFileSync(join(root, file), 'utf8')]);

/** Each is valid for those who send it. */
const validateOperations = (files: readonly [string, string][], schemas: ReturnType<typeof schemasOf>) => {
  for (const [file, text] of files) {
    const [fault] = operationFaults(text, schemas);
    if (fault) throw new Error(`${file}: ${fault}`);
  }
};

const staleFiles = (files: Map<string, string>) => {
  const isCurrent = (path: string, text: string) =>
    existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === text;
  const changed = [...files].filter(([path, text]) => !isCurrent(path, text)).map(([path]) => path);
  const json = ['schema/events', 'schema/facts'].flatMap((folder) => filesOf(folder, '.json'));
  const written = [...json, ...filesOf(DOCUMENTS, '.graphql')];
  return [...changed, ...written.filter((path) => !files.has(path))];
};

const main = () => {
  const { check } = readArguments('schema', help, { check: { type: 'boolean' } });
  const files = generate();
  const composed = files.get('schema/supergraph.graphql') ?? '';
  const schemas = schemasOf(composed);
  const mutations = Object.values(featuresOf).flatMap(mutationsOf);
  const faults = [...audienceFaults(composed), ...refusalFaults(mutations, schemas)];
  if (faults.length > 0) throw new Error(`audiences:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  const own = handwritten();
  const peoples = peoplesDocuments({ texts: own.map(([, text]) => text), mutations, schemas, supergraph: composed });
  validateOperations([...own, ...peoples], schemas);
  for (const [path, text] of peoples) files.set(path, text);
  for (const [path, text] of audienceFiles(schemas)) files.set(path, text);
  files.set(TYPES, operationTypes(documents(), schemas.officer));
  const stale = staleFiles(files);
  if (check && stale.length > 0)
    throw new Error(`stale: ${stale.join(', ')}; run npm run schema and commit the result`);
  if (!check) {
    for (const folder of ['schema/audiences', DOCUMENTS, 'schema/events', 'schema/facts', 'docs/partners'])
      mkdirSync(join(root, folder), { recursive: true });
    for (const path of stale.filter((path) => !files.has(path))) rmSync(join(root, path));
    for (const [path, text] of files) writeFileSync(join(root, path), text);
  }
  process.stdout.write(
    `schema: ${files.size} files ${check ? 'are up to date' : `written, ${stale.length} changed`}\n`,
  );
};

try {
  main();
} catch (error) {
  fail('schema', error);
}
