import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** What somebody asked for. */
export interface DocumentRequest {
  headers: IncomingHttpHeaders;
  query: Readonly<Record<string, unknown>>;
}

export interface DocumentAnswer {
  /** Changes whenever the body does. */
  version: string;
  /** Made only for who does not have this version. */
  body(): Promise<string> | string;
  headers?: Readonly<Record<string, string>>;
}

/** Something that is read by HTTP at a path of the subgraph's own port, beside the graph. */
export interface ServedDocument {
  path: string;
  /** Media type with its charset. */
  type: string;
  /** Undefined where there is nothing for this caller. */
  answer(asked: DocumentRequest): Promise<DocumentAnswer | undefined>;
}

/** Whether a header If-None-Match names this tag. */
export const hasVersion = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag);

const send = async (reply: FastifyReply, { headers, ...asked }: DocumentRequest, { type, answer }: ServedDocument) => {
  const found = await answer({ headers, ...asked });
  if (!found) return reply.status(404).send({ errors: [{ message: 'There is nothing here.' }] });
  const tag = `"${found.version}"`;
  reply.headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', ...found.headers, etag: tag });
  if (hasVersion(headers['if-none-match'], tag)) return reply.status(304).send();
  return reply.type(type).send(await found.body());
};

/** Serves the documents by GET and HEAD, each with an ETag. */
export const addDocuments = (app: FastifyInstance, documents: readonly ServedDocument[]): void => {
  for (const each of documents) {
    app.get<{ Querystring: Record<string, unknown> }>(each.path, ({ headers, query }, reply) =>
      send(reply, { headers, query }, each),
    );
  }
};
