import { createServer } from 'node:http';
import { createYoga } from 'graphql-yoga';
import { schema } from './contoh.mjs';
import { createGatewayCheck } from './gateway.mjs';

const bodyBytes = 3 * 1024 * 1024;

const readBody = async (request) => {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > bodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** A server that answers the gateway alone, not yet listening. */
export const createSubgraph = ({ address, keys }) => {
  const url = new URL(address);
  const callerOf = createGatewayCheck({ subgraph: 'contoh', address: url.href, keys });
  const yoga = createYoga({ schema, graphqlEndpoint: url.pathname, graphiql: false, landingPage: false });

  const serve = async (request, response) => {
    if (request.url === '/health/live' || request.url === '/health/ready') return response.end('{"status":"ready"}');
    const { method, headers } = request;
    const body = await readBody(request);
    if (!body) return response.writeHead(413).end();
    const caller = request.url === url.pathname && (await callerOf({ method, headers, body }));
    if (!caller) {
      const message = 'This service answers the gateway only: sign the request.';
      const errors = [{ message, extensions: { code: 'UNAUTHENTICATED' } }];
      return response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }));
    }
    const answer = await yoga.fetch(url.href, { method, headers, body }, { caller });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    for await (const chunk of answer.body ?? []) response.write(chunk);
    return response.end();
  };

  return createServer({ requestTimeout: 10_000 }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
};
