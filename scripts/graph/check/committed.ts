import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gatewayView } from '../../../gateway/registry/gateway-view.ts';
import type { CheckInput, KeptDocument, Subgraph } from '../../../schema/registry/revision.ts';
import { subgraphs, subscriptions } from '../../services.ts';

const FOLDER = 'schema';
const DEFAULT_PORT = 4000;

const read = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8');
const readJson = (...path: string[]) => JSON.parse(read(...path));

/** The subgraphs of the committed graph; each belongs to the organisation of its name. */
const live = (): Subgraph[] =>
  subgraphs.map(({ name, portOffset }) => ({
    name,
    organization: name,
    sdl: read(`${name}.graphql`),
    address: `http://127.0.0.1:${DEFAULT_PORT + portOffset}/graphql`,
  }));

/** Documents of our own clients, and sample variables by text. */
const operations = () => {
  const names = readdirSync(join(FOLDER, 'operations')).filter((file) => file.endsWith('.graphql'));
  const documents = names.map((file): KeptDocument => {
    const name = basename(file, '.graphql');
    return { organization: 'pmo', name, text: read('operations', file) };
  });
  const variables = documents.map(
    ({ name, text }) => [text, readJson('operations', `${name}.variables.json`)] as const,
  );
  return { documents, variables: new Map(variables) };
};

/** Types of the events that a committed subgraph is sent. */
export const consumedBy = (name: string): string[] =>
  subscriptions.filter(({ to }) => to === name).flatMap(({ types }) => types);

/** The committed graph as a check needs it, from the files of schema/; nothing is asked of a server. */
export const committedGraph = (): Omit<CheckInput, 'candidate' | 'now'> => {
  const { documents, variables } = operations();
  return {
    live: live(),
    supergraph: read('supergraph.graphql'),
    ownership: readJson('registry', 'ownership.json'),
    grants: readJson('registry', 'grants.json'),
    terms: readJson('registry', 'terms.json'),
    documents,
    gateway: gatewayView(variables),
  };
};
