import type { Language } from '../../kit/language.ts';
import type { Secret } from '../../kit/vault/secret.ts';
import type { VerificationChannel } from './verification.channel.ts';

export interface CodeMessage {
  channel: VerificationChannel;
  /** A number in the form +62…, or an address. */
  to: string;
  code: string;
  language: Language;
  /** What the code pays, where it confirms a purchase: the message says so. Whole rupiah. */
  price?: number;
}

/** How codes reach people. Nobody awaits it: a slow sender must not hold up a request. */
export interface CodeSender {
  send(message: CodeMessage): Promise<void>;
}

const SEND_WITHIN_MS = 10_000;

/** For the default run: writes codes where the developer sees them. */
const developmentSender = (write: (line: string) => void): CodeSender => ({
  // Masked: this goes where logs go.
  send: async ({ channel, to, code, price }) =>
    write(
      `DEVELOPMENT ONLY: the ${channel} ${price === undefined ? 'confirmation' : 'purchase'} code of ••••${to.slice(-3)} is ${code}\n`,
    ),
});

/** Posts the message as JSON to what sends it; any 2xx answer means accepted. */
const httpSender = ({ url, token }: { url: string; token: string | undefined }): CodeSender => ({
  send: async (message) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_WITHIN_MS),
    });
    if (!response.ok) throw new Error(`the code sender answered ${response.status}`);
  },
});

export interface SenderOptions {
  CODE_SENDER_URL?: string | undefined;
  CODE_SENDER_TOKEN?: Secret | undefined;
}

/** Without a URL, and with `console:`, codes are written; anything else is posted to. */
export const createSender = (options: SenderOptions, write: (line: string) => void): CodeSender => {
  const { CODE_SENDER_URL: url = 'console:', CODE_SENDER_TOKEN: token } = options;
  return url.startsWith('console:') ? developmentSender(write) : httpSender({ url, token: token?.reveal() });
};
