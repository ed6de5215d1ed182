import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Audience } from '../../subgraphs/kit/audiences.ts';
import { isGet } from '../graphql-request.ts';
import type { Graph } from '../revision/graph.ts';
import { type Assets, introspectionOf, readAssets } from './assets.ts';
import { CompressedFile, encodingFor } from './compressed.ts';
import { pagePolicy, renderPage, type SignIn } from './html.ts';
import { readSamples } from './samples.ts';

const home = '/graphql/explorer/';
const ownPath = `${home}own.json`;

export interface ExplorerOptions {
  /** Directory of the sample operations. */
  directory: string;
  /** What each audience is shown. */
  views: Graph['views'];
  signIn: SignIn | undefined;
}

export interface Explorer {
  sendPage(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Whether `path` is below the folder of the assets. */
  owns(path: string): boolean;
  /** Whether `path` is that of the schema and the samples of whoever asks. */
  isOwn(path: string): boolean;
  /** Sends the schema and the samples of an audience. */
  sendOwn(audience: Audience, response: ServerResponse): Promise<void>;
  /** Sends the asset that `path` names; returns false, having sent nothing, when there is none. */
  sendAsset(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

interface Item {
  type: string;
  content: Buffer;
  compressed: CompressedFile;
}

interface ExplorerFiles {
  page: Item;
  tag: string;
  /** Path → asset. */
  assets: ReadonlyMap<string, Item>;
}

/** A browser that opens the address, rather than a client that asks. */
export const wantsPage = ({ method, headers, url = '' }: IncomingMessage): boolean =>
  isGet(method) && (headers.accept?.includes('text/html') ?? false) && !/[?&]query=/.test(url);

const hashOf = (contents: Iterable<Buffer | string>): string => {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('base64url').slice(0, 16);
};

const itemOf = (type: string, content: Buffer): Item => ({ type, content, compressed: new CompressedFile(content) });

const versionOf = (assets: Assets) => hashOf([...assets].flatMap(([name, { content }]) => [name, content]));

/** A sample that an audience is not shown names what that is not. */
const samplesOf = async ({ directory, views }: ExplorerOptions, audience: Audience) => {
  const samples = await readSamples(directory);
  return samples.filter(({ query }) => views[audience].documents.faultOf(query) === undefined);
};

const load = async (options: ExplorerOptions): Promise<ExplorerFiles> => {
  const assets = await readAssets(options.views.public.supergraph.schema);
  // One hash names them all, so that our scripts find one another by their own names.
  const folder = `${home}${versionOf(assets)}/`;
  const page = Buffer.from(
    renderPage({ folder, own: ownPath, samples: await samplesOf(options, 'public'), signIn: options.signIn }),
  );
  return {
    page: itemOf('text/html; charset=utf-8', page),
    tag: `W/"${hashOf([page])}"`,
    assets: new Map([...assets].map(([name, { type, content }]) => [folder + name, itemOf(type, content)])),
  };
};

const ownContent = async (options: ExplorerOptions, audience: Audience): Promise<Buffer> => {
  const schema = introspectionOf(options.views[audience].supergraph.schema);
  return Buffer.from(JSON.stringify({ audience, schema, samples: await samplesOf(options, audience) }));
};

// Fonts of the web are compressed by themselves.
const isCompressed = ({ type }: Item) => type === 'font/woff2' || type === 'font/woff';

const send = async (request: IncomingMessage, response: ServerResponse, item: Item) => {
  const encoding = isCompressed(item) ? 'identity' : encodingFor(request.headers['accept-encoding']);
  const body = await item.compressed.in(encoding);
  response.setHeader('content-type', item.type);
  response.setHeader('content-length', body.length);
  response.setHeader('x-content-type-options', 'nosniff');
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  response.writeHead(200).end(body);
};

/** The explorer of the graph: GraphiQL, loaded when it is first opened, with nothing from elsewhere. */
export const createExplorer = (options: ExplorerOptions): Explorer => {
  const policy = pagePolicy(options.signIn);
  let loading: Promise<ExplorerFiles> | undefined;
  const loaded = () => {
    loading ??= load(options).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const own = new Map<Audience, Promise<Buffer>>();
  const ownOf = (audience: Audience) => {
    const made = own.get(audience) ?? ownContent(options, audience);
    own.set(audience, made);
    return made;
  };
  return {
    isOwn: (path) => path === ownPath,
    async sendOwn(audience, response) {
      const content = await ownOf(audience);
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-length', content.length);
      response.writeHead(200).end(content);
    },
    async sendPage(request, response) {
      const { page, tag } = await loaded();
      response.setHeader('content-security-policy', policy);
      response.setHeader('cache-control', 'no-cache');
      response.setHeader('referrer-policy', 'no-referrer');
      response.appendHeader('vary', 'accept, accept-encoding');
      response.setHeader('etag', tag);
      if (request.headers['if-none-match'] === tag) response.writeHead(304).end();
      else await send(request, response, page);
    },
    owns: (path) => path.startsWith(home),
    async sendAsset(path, request, response) {
      const asset = isGet(request.method) ? (await loaded()).assets.get(path) : undefined;
      if (!asset) return false;
      response.setHeader('cache-control', 'public, max-age=31536000, immutable');
      response.setHeader('vary', 'accept-encoding');
      await send(request, response, asset);
      return true;
    },
  };
};
