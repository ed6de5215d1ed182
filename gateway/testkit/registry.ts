import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, BundleRevision } from '../../schema/registry/bundle.ts';
import { keyIdOf, publicKeyText } from '../../schema/registry/key.ts';
import {
  canaryPurpose,
  hashOf,
  type Purpose,
  type Role,
  type Statement,
  signStatement,
  statementHash,
} from '../../schema/registry/statement.ts';
import { withholdingPurpose, withoutElements } from '../../schema/registry/withheld.ts';
import { composeSupergraph } from '../registry/composition.ts';
import { verify } from '../registry/verification.ts';
import type { Verify } from '../registry/verify-apart.ts';

/** A key of the operator's list, and its private half. */
export interface TestKey<Held extends string = Role> {
  key: KeyObject;
  entry: Record<string, unknown> & { id: string; organization: string; role: Held };
}

/** A new key that has been in force for a day. */
export const newKey = <Held extends Role | 'warden'>(entry: {
  organization: string;
  role: Held;
  [more: string]: unknown;
}): TestKey<Held> => {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const from = new Date(Date.now() - 86_400_000).toISOString();
  return { key, entry: { id: keyIdOf(key), publicKey: publicKeyText(key), from, ...entry } };
};

/** The list of keys as an operator writes it. */
export const keyList = (keys: readonly TestKey<string>[]): string => JSON.stringify(keys.map(({ entry }) => entry));

export interface Publication {
  organization: string;
  subgraph: string;
  sdl: string;
  address: string;
  publisher: TestKey;
  approver: TestKey;
  rollbackTo?: number;
  /** What the approver signs, where it is not that it goes live for everybody. */
  purpose?: Purpose;
}

export const signed = (
  statement: Statement,
  { sdl, publisher, approver, purpose = 'approver' }: Pick<Publication, 'sdl' | 'publisher' | 'approver' | 'purpose'>,
): Omit<BundleRevision, 'chain'> => ({
  statement,
  sdl,
  publisher: { keyId: publisher.entry.id, signature: signStatement(statement, 'publisher', publisher.key) },
  approver: { keyId: approver.entry.id, signature: signStatement(statement, purpose, approver.key) },
});

/** The histories of some subgraphs, by the rules: what a registry that is honest keeps. */
export class Histories {
  readonly #revisions = new Map<string, Omit<BundleRevision, 'chain'>[]>();

  /** What a share of the callers is to meet. */
  canary: Bundle['canary'];

  /** @returns the number of the statement */
  publish(publication: Publication): number {
    const { subgraph } = publication;
    const statement = this.#next(publication);
    this.#revisions.set(subgraph, [...(this.#revisions.get(subgraph) ?? []), signed(statement, publication)]);
    return statement.number;
  }

  /** Offers the next revision of a subgraph to a share of the callers. @returns the hash of its statement */
  offer(publication: Publication, share: number): string {
    const statement = this.#next(publication);
    const chain = (this.#revisions.get(publication.subgraph) ?? []).map(({ sdl: _, ...chained }) => chained);
    this.canary = { ...signed(statement, { purpose: canaryPurpose(share), ...publication }), chain, share };
    return statementHash(statement);
  }

  /** Leaves elements of what is live out, by the word of a warden. */
  withhold(subgraph: string, elements: string[], warden: TestKey<'warden'>): void {
    const history = this.#revisions.get(subgraph) ?? [];
    const live = history.at(-1) as Omit<BundleRevision, 'chain'>;
    const signature = signStatement(live.statement, withholdingPurpose(elements), warden.key);
    const withheld = { elements, warden: { keyId: warden.entry.id, signature } };
    this.#revisions.set(subgraph, [...history.slice(0, -1), { ...live, withheld }]);
  }

  #next({ organization, subgraph, address, rollbackTo, sdl }: Publication): Statement {
    const before = this.#revisions.get(subgraph) ?? [];
    const last = before.at(-1)?.statement;
    return {
      organization,
      subgraph,
      number: before.length + 1,
      previous: last ? statementHash(last) : null,
      sdlHash: hashOf(sdl),
      address,
      ...(rollbackTo !== undefined && { rollbackTo }),
    };
  }

  bundle(): Bundle {
    const revisions = [...this.#revisions.values()].map((history) => {
      const live = history.at(-1) as Omit<BundleRevision, 'chain'>;
      return { ...live, chain: history.slice(0, -1).map(({ sdl: _, withheld: __, ...chained }) => chained) };
    });
    return { format: 1, ...composedOf(revisions), revisions, ...(this.canary && { canary: this.canary }), keys: [] };
  }
}

/** The supergraph of revisions, whoever signed them. */
export const composedOf = (revisions: readonly BundleRevision[]): Pick<Bundle, 'supergraph' | 'supergraphHash'> => {
  const supergraph = composeSupergraph(
    revisions.flatMap(({ statement, sdl: text, withheld }) => {
      const sdl = withoutElements(text, withheld?.elements ?? []);
      return sdl === undefined ? [] : [{ name: statement.subgraph, sdl, url: statement.address }];
    }),
  );
  return { supergraph, supergraphHash: hashOf(supergraph) };
};

/** Verifies in this process: a tenth of what it costs in one of its own, which only some tests are about. */
export const verifyHere: Verify = async (task) => verify(task);

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
