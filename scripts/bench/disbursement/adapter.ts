import { Agent, request } from 'node:http';
import type { Outcome, PartnerAdapter, PayoutOrder } from '../../../subgraphs/payments/partner/index.ts';
import { nikProofOf } from './fixture.ts';

interface Answer {
  status: number;
  body: { code?: string };
}

const post = (url: URL, body: object, { agent, signal }: { agent: Agent; signal: AbortSignal }): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const sent = request(url, { method: 'POST', agent, headers, signal }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        answer += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });

const outcomeOf = ({ status, body: { code = '' } }: Answer): Outcome => {
  if (status === 200 && code === '00') return { state: 'PAID', partnerReference: null };
  if (status === 409 && code === '01') return { state: 'PAID', partnerReference: null };
  if (status === 200 && code === '06') return { state: 'FAILED', code, isFinal: true };
  if (status === 202) return { state: 'PENDING', code };
  if (status === 404 && code === '07') return { state: 'UNKNOWN', code, notFound: true };
  return { state: 'UNKNOWN', code: `${status}${code}` };
};

interface AdapterOptions {
  code?: string;
  url: string;
  refusesDuplicates?: boolean;
  resendWaitMs?: number;
  /** Runs before a payment is sent. */
  beforePay?: (order: PayoutOrder) => void;
}

/** The dialect of the wallet that benchmarks and tests pay through. */
export const payoutAdapter = (options: AdapterOptions): PartnerAdapter => {
  const { code = 'dana', url, refusesDuplicates = true, resendWaitMs = 10_000, beforePay } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const ask = async (path: string, { reference, account, amount }: PayoutOrder, signal: AbortSignal) => {
    try {
      const body = { reference, account, amount: String(amount) };
      return outcomeOf(await post(new URL(path, url), body, { agent, signal }));
    } catch (error) {
      return { state: 'UNKNOWN', code: (error as { code?: string }).code ?? 'FAILED' } satisfies Outcome;
    }
  };
  return {
    code,
    refusesDuplicates,
    resendWaitMs,
    pay: async (order, signal) => {
      beforePay?.(order);
      return ask('/pay', order, signal);
    },
    inquire: async (order, signal) => ask('/inquire', order, signal),
    inquireAccount: async (account) => ({ isActive: true, name: 'Siti', nikProof: nikProofOf(account) }),
  };
};
