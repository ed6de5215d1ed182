import { type Answer, Connection } from './connection.ts';
import { type Entity, readFacts, type SdlFacts } from './facts.ts';
import { representationsOf, type Samples } from './samples.ts';
import { type Deviation, type SigningFacts, signedHeaders } from './signer.ts';

/** What a run keeps to. */
export interface Limits {
  /** Milliseconds within which 95 of 100 answers come. */
  p95Ms: number;
  latencyRequests: number;
  loadPerSecond: number;
  loadSeconds: number;
}

export const DEFAULT_LIMITS: Limits = { p95Ms: 500, latencyRequests: 60, loadPerSecond: 50, loadSeconds: 5 };

export interface ConversationOptions {
  shown: SigningFacts;
  sdl: string;
  samples: Samples;
  limits: Limits;
  /** Names of entities that another organisation owns: whether one exists is not this subgraph's to say. */
  foreign: ReadonlySet<string>;
  isPublic: boolean;
}

interface SentQuestion extends Deviation {
  variables?: unknown;
  scope?: string;
  /** Added to the gateway's headers, or put in their place. */
  headers?: Readonly<Record<string, string>>;
  /** The body that is sent in place of the one that was signed. */
  swapped?: string;
  /** The headers of `headersFor`, sent again. */
  shown?: Readonly<Record<string, string>>;
}

/** What rules ask a subgraph by. */
export class Conversation {
  readonly facts: SdlFacts;
  readonly options: ConversationOptions;
  readonly #connection: Connection;

  constructor(options: ConversationOptions) {
    this.options = options;
    this.facts = readFacts(options.sdl);
    this.#connection = new Connection(options);
  }

  get limits(): Limits {
    return this.options.limits;
  }

  /** Asks as the gateway does. */
  ask(query: string, sent: SentQuestion = {}): Promise<Answer> {
    return this.post(this.bodyOf(query, sent.variables), sent);
  }

  bodyOf(query: string, variables?: unknown): string {
    return JSON.stringify({ query, ...(variables !== undefined && { variables }) });
  }

  /** The gateway's headers for a body. */
  headersFor(body: string, deviation: Deviation & { scope?: string } = {}): Record<string, string> {
    return signedHeaders(this.options.shown, body, { scope: this.#scopes, ...deviation });
  }

  post(body: string, { headers, swapped, shown, ...sent }: SentQuestion = {}): Promise<Answer> {
    const accept = 'application/graphql-response+json, application/json';
    const own = { 'content-type': 'application/json', accept, 'x-request-id': 'conformance', 'x-deadline-ms': '10000' };
    const proof = shown ?? this.headersFor(body, sent);
    return this.#post({ ...own, ...proof, ...headers }, swapped ?? body);
  }

  /** Asks without any sign of the gateway. */
  postUnsigned(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#post({ 'content-type': 'application/json', ...headers }, body);
  }

  get(path: string): Promise<Answer> {
    return this.#connection.send(new URL(path, this.options.shown.address).href, { method: 'GET' });
  }

  /** Asks for entities by their keys. @param selection below each type */
  entities(
    representations: readonly unknown[],
    selections: readonly string[],
    sent: SentQuestion = {},
  ): Promise<Answer> {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selections.join(' ')} } }`;
    return this.ask(query, { ...sent, variables: { representations } });
  }

  representations(entity: Entity): readonly Record<string, unknown>[] {
    return representationsOf(this.options.samples, entity);
  }

  isForeign({ type }: Entity): boolean {
    return this.options.foreign.has(type.name);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  get #scopes(): string {
    const named = [...this.options.sdl.matchAll(/@requiresScopes\(scopes:\s*(\[\[[^)]*\]\])/g)];
    const scopes = named.flatMap(([, list = '']) => [...list.matchAll(/"([^"]+)"/g)].map(([, scope]) => scope ?? ''));
    return [...new Set(scopes)].join(' ');
  }

  #post(headers: Record<string, string>, body: string): Promise<Answer> {
    return this.#connection.send(this.options.shown.address, { method: 'POST', headers, body });
  }
}
