import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, BundleRevision } from '../../schema/registry/bundle.ts';
import { keyIdOf, publicKeyText } from '../../schema/registry/key.ts';
import { hashOf, type Role, type Statement, signStatement, statementHash } from '../../schema/registry/statement.ts';
import { composeSupergraph } from '../registry/composition.ts';

/** A key of the operator's list, and its private half. */
export interface TestKey {
  key: KeyObject;
  entry: Record<string, unknown> & { id: string; organization: string; role: Role };
}

/** A new key that has been in force for a day. */
export const newKey = (entry: { organization: string; role: Role; [more: string]: unknown }): TestKey => {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const from = new Date(Date.now() - 86_400_000).toISOString();
  return { key, entry: { id: keyIdOf(key), publicKey: publicKeyText(key), from, ...entry } };
};

/** The list of keys as an operator writes it. */
export const keyList = (keys: readonly TestKey[]): string => JSON.stringify(keys.map(({ entry }) => entry));

export interface Publication {
  organization: string;
  subgraph: string;
  sdl: string;
  address: string;
  publisher: TestKey;
  approver: TestKey;
  rollbackTo?: number;
}

export const signed = (
  statement: Statement,
  { sdl, publisher, approver }: Pick<Publication, 'sdl' | 'publisher' | 'approver'>,
): Omit<BundleRevision, 'chain'> => ({
  statement,
  sdl,
  publisher: { keyId: publisher.entry.id, signature: signStatement(statement, 'publisher', publisher.key) },
  approver: { keyId: approver.entry.id, signature: signStatement(statement, 'approver', approver.key) },
});

/** The histories of some subgraphs, by the rules: what a registry that is honest keeps. */
export class Histories {
  readonly #revisions = new Map<string, Omit<BundleRevision, 'chain'>[]>();

  /** @returns the number of the statement */
  publish({ organization, subgraph, address, rollbackTo, ...rest }: Publication): number {
    const before = this.#revisions.get(subgraph) ?? [];
    const last = before.at(-1)?.statement;
    const statement: Statement = {
      organization,
      subgraph,
      number: before.length + 1,
      previous: last ? statementHash(last) : null,
      sdlHash: hashOf(rest.sdl),
      address,
      ...(rollbackTo !== undefined && { rollbackTo }),
    };
    this.#revisions.set(subgraph, [...before, signed(statement, rest)]);
    return statement.number;
  }

  bundle(): Bundle {
    const revisions = [...this.#revisions.values()].map((history) => {
      const live = history.at(-1) as Omit<BundleRevision, 'chain'>;
      return { ...live, chain: history.slice(0, -1).map(({ sdl: _, ...chained }) => chained) };
    });
    return { format: 1, ...composedOf(revisions), revisions, keys: [] };
  }
}

/** The supergraph of revisions, whoever signed them. */
export const composedOf = (revisions: readonly BundleRevision[]): Pick<Bundle, 'supergraph' | 'supergraphHash'> => {
  const supergraph = composeSupergraph(
    revisions.map(({ statement, sdl }) => ({ name: statement.subgraph, sdl, url: statement.address })),
  );
  return { supergraph, supergraphHash: hashOf(supergraph) };
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A registry on a real port that answers whatever a test wants; a string is served with an ETag. */
export const serveRegistry = async (given: string | Answer) => {
  let answer = given;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (typeof answer !== 'string') return answer(request, response);
    const etag = `"${hashOf(answer)}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { etag, 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bundle`,
    requests: () => requests,
    answer(next: string | Answer) {
      answer = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
