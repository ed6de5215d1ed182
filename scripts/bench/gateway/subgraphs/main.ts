// All subgraphs in one process, each on a free port of its own; the parent is told the urls.
import type { AddressInfo, Server } from 'node:net';
import { createAnswerServer } from './http.ts';
import { subgraphs } from './list.ts';
import { answersOf, type Subgraph } from './subgraph.ts';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const serve = (subgraph: Subgraph): Promise<string> => listen(createAnswerServer(answersOf(subgraph)));

const urls = await Promise.all(subgraphs.map(async (subgraph) => [subgraph.name, await serve(subgraph)]));
process.send?.(Object.fromEntries(urls));
process.on('disconnect', () => process.exit());
