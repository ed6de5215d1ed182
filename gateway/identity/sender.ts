import type { Phone } from './contact.ts';
import type { IdentityEnv } from './env.ts';

export interface CodeMessage {
  phone: Phone;
  code: string;
  language: 'en' | 'id';
}

/** How codes reach people. An answer is awaited by nobody: it would tell which numbers are known. */
export interface CodeSender {
  send(message: CodeMessage): Promise<void>;
}

const SEND_WITHIN_MS = 10_000;

/** For the default run: writes codes where the developer sees them. */
export const developmentSender = (write: (line: string) => void): CodeSender => ({
  // Masked: this goes where logs go.
  send: async ({ phone, code }) =>
    write(`DEVELOPMENT ONLY: the sign-in code of ••••${phone.reveal().slice(-4)} is ${code}\n`),
});

/** Posts `{ phone, code, language }` as JSON to what sends the messages; any 2xx answer means accepted. */
export const httpSender = ({ url, token }: { url: string; token: string | undefined }): CodeSender => ({
  send: async ({ phone, code, language }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ phone: phone.reveal(), code, language }),
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_WITHIN_MS),
    });
    if (!response.ok) throw new Error(`the code sender answered ${response.status}`);
  },
});

export const createSender = (env: IdentityEnv, write: (line: string) => void): CodeSender =>
  env.CODE_SENDER_URL
    ? httpSender({ url: env.CODE_SENDER_URL, token: env.CODE_SENDER_TOKEN?.reveal() })
    : developmentSender(write);
