import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { signatureHeaders } from '../../kit/events/signature.ts';
import type { Secret } from '../../kit/vault/secret.ts';
import { TargetError, type Targets } from './target.ts';
import { WebhookOutcome } from './webhook.status.ts';

export interface Message {
  url: string;
  /** The event's id, which is `webhook-id`. */
  id: string;
  body: string;
  /** Every secret that is valid: the receiver may know the old one or the new one. */
  secrets: readonly Secret[];
  at: Date;
}

export interface SendResult {
  outcome: WebhookOutcome;
  statusCode: number | null;
}

const CONNECT_MS = 5_000;
const DEADLINE_MS = 10_000;
const HEADER_BYTES = 16_384;
/** What is read of an answer, so that its connection can be used again; nothing of it is kept. */
const ANSWER_BYTES = 16_384;

const { DELIVERED, REFUSED, GONE, REDIRECTED, TIMED_OUT, NOT_CONNECTED, TLS_FAILED } = WebhookOutcome;

const timeouts = /^(TimeoutError|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/;
const certificates = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|INVALID_CA|HOSTNAME_MISMATCH)/;

const outcomeOf = (error: unknown): WebhookOutcome => {
  if (error instanceof TargetError) return WebhookOutcome[error.code];
  const { name, code = '', cause } = error as Error & { code?: string };
  if (cause instanceof TargetError) return WebhookOutcome[cause.code];
  if (timeouts.test(name) || timeouts.test(code)) return TIMED_OUT;
  return certificates.test(code) ? TLS_FAILED : NOT_CONNECTED;
};

const outcomeOfStatus = (status: number): WebhookOutcome => {
  if (status >= 200 && status <= 299) return DELIVERED;
  if (status === 410) return GONE;
  return status >= 300 && status <= 399 ? REDIRECTED : REFUSED;
};

/** Posts events to organisations' URLs: to the addresses that were checked, over verified TLS, without redirects. */
export class Sender {
  readonly #agent: Agent;
  readonly #targets: Targets;

  constructor(targets: Targets) {
    this.#targets = targets;
    // Whatever a name leads to later, the connection goes to an address that was looked at here.
    const lookup: LookupFunction = (host, options, done) => {
      targets.addressesOf(host).then(
        (addresses) => {
          const all = addresses.map((address) => ({ address, family: isIP(address) }));
          if (options.all) done(null, all);
          else done(null, addresses[0] ?? '', isIP(addresses[0] ?? ''));
        },
        (error: NodeJS.ErrnoException) => done(error, ''),
      );
    };
    this.#agent = new Agent({
      connect: { lookup, timeout: CONNECT_MS, rejectUnauthorized: true },
      // As many as there are turns: one slow receiver delays none that shares its host.
      connections: 200,
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: DEADLINE_MS,
      bodyTimeout: DEADLINE_MS,
      keepAliveTimeout: 4_000,
    });
  }

  /** Posts one event, once, within ten seconds. It never throws. */
  async send({ url, id, body, secrets, at }: Message): Promise<SendResult> {
    try {
      this.#targets.checkAddress(new URL(url));
      if (secrets.length === 0) throw new Error('nothing is sent without a signature');
      const signed = secrets.map((secret) => signatureHeaders(secret.reveal(), { id, body, at }));
      const signatures = signed.map((headers) => headers['webhook-signature']).join(' ');
      const answer = await request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Prakerja-Graph-Webhooks',
          ...signed[0],
          'webhook-signature': signatures,
        },
        body,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      await answer.body.dump({ limit: ANSWER_BYTES, signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
      return { outcome: outcomeOfStatus(answer.statusCode), statusCode: answer.statusCode };
    } catch (error) {
      return { outcome: outcomeOf(error), statusCode: null };
    }
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
