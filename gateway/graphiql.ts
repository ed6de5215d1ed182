import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { isGet } from './graphql-request.ts';

const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"/>')}`;
const welcome = '# Write a query here, then press Ctrl-Enter.\n{\n  __typename\n}\n';

/**
 * The GraphiQL page, with everything that it needs inside, and a tab for each `*.graphql` file in `directory`, with
 * the variables of a `*.variables.json` file beside it.
 */
export const renderGraphiql = async (directory: string): Promise<Buffer> => {
  const defaultTabs = await sampleTabs(directory);
  const options = {
    title: 'Prakerja Graph',
    favicon: icon,
    logo: '<span></span>',
    defaultQuery: welcome,
    ...(defaultTabs.length === 0 ? {} : { defaultTabs }),
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE' as const,
  };
  // The options are written into a script as they are: a "</script>" in them would end it.
  const written = JSON.stringify(options);
  return Buffer.from(renderGraphiQL(options).replace(written, () => written.replaceAll('<', '\\u003c')));
};

const isMutation = (query: string) => /^mutation\b/m.test(query);

/** Queries first: the tab that opens should do no harm. */
const sampleTabs = async (directory: string) => {
  const names = await readdir(directory).catch((): string[] => []);
  const documents = names.filter((name) => name.endsWith('.graphql')).sort();
  const tabs = await Promise.all(
    documents.map(async (name) => {
      const variables = name.replace(/\.graphql$/, '.variables.json');
      return {
        query: await readFile(join(directory, name), 'utf8'),
        ...(names.includes(variables) ? { variables: await readFile(join(directory, variables), 'utf8') } : {}),
      };
    }),
  );
  return tabs.sort((left, right) => Number(isMutation(left.query)) - Number(isMutation(right.query)));
};

/** A browser that opens the address, rather than a client that asks. */
export const wantsPage = ({ method, headers, url = '' }: IncomingMessage): boolean =>
  isGet(method) && (headers.accept?.includes('text/html') ?? false) && !/[?&]query=/.test(url);

export const answerPage = (response: ServerResponse, page: Buffer): void => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': page.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': pagePolicy,
  });
  response.end(page);
};

/** Scripts and styles are inline, editors run in blob workers; nothing may be fetched from elsewhere. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
