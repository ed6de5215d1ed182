// All subgraphs in one process, each on a free port of its own; the parent is told the urls.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { subgraphs } from './list.ts';
import { answersOf, type Subgraph } from './subgraph.ts';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

function serve(subgraph: Subgraph): Promise<string> {
  const answer = answersOf(subgraph);
  const reply = async (request: IncomingMessage) => answer(await text(request));
  return listen(
    createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      reply(request).then(
        (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    }),
  );
}

const urls = await Promise.all(subgraphs.map(async (subgraph) => [subgraph.name, await serve(subgraph)]));
process.send?.(Object.fromEntries(urls));
process.on('disconnect', () => process.exit());
