import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { z } from 'zod';
import { typedDigits } from '../../../subgraphs/kit/typed-text.ts';
import { parseEmail, parsePhone } from '../contact.ts';
import { contentSecurityPolicy } from '../page.ts';
import type { Outcome, SignIn } from '../sign-in.ts';
import { type Language, languageOf } from '../text.ts';
import { readForm } from './form.ts';
import { loginPage, type Problem, type Step, stalePage } from './login.page.ts';

const LOGIN_PATH = /^\/login\/([\w-]{1,64})$/;

/** What this person has proven so far, kept with the interaction on our side. */
const pendingShape = z.discriminatedUnion('step', [
  z.object({ step: z.literal('code'), phone: z.string() }),
  z.object({ step: z.literal('totp'), subject: z.string() }),
]);
type Pending = z.infer<typeof pendingShape>;

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

export interface LoginOptions {
  /** The provider of the moment. */
  provider(): Provider;
  signIn: SignIn;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  provider: Provider;
  interaction: Interaction;
  language: Language;
}

const send = (response: ServerResponse, status: number, page: string) =>
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);

const sendStale = (response: ServerResponse, language: Language) => {
  response.setHeader('content-security-policy', contentSecurityPolicy([`'self'`]));
  send(response, 400, stalePage(language));
};

const pendingOf = ({ result }: Interaction): Pending | undefined => pendingShape.safeParse(result?.pending).data;

/** Browsers apply the form's policy to redirects too: at the end of signing in stands the application. */
const formTargets = ({ params }: Interaction): string[] => {
  const url = typeof params.redirect_uri === 'string' ? new URL(params.redirect_uri) : undefined;
  return [`'self'`, ...(url ? [url.origin === 'null' ? url.protocol : url.origin] : [])];
};

const show = ({ response, interaction, language }: Exchange, step: Step, problem?: Problem) => {
  response.setHeader('content-security-policy', contentSecurityPolicy(formTargets(interaction)));
  if (problem?.kind !== 'locked') return send(response, problem ? 422 : 200, loginPage({ language, step, problem }));
  response.setHeader('retry-after', String(problem.afterS));
  return send(response, 429, loginPage({ language, step, problem }));
};

const showCurrent = (exchange: Exchange, url: URL) => {
  const wanted = url.searchParams.get('as');
  if (wanted === 'officer') return show(exchange, 'password');
  return show(exchange, wanted === 'participant' ? 'phone' : (pendingOf(exchange.interaction)?.step ?? 'phone'));
};

/** Remembers what is proven, and lets the browser ask for the next step, so that reloading repeats nothing. */
const goOn = async ({ request, response, provider }: Exchange, pending: Pending) => {
  await provider.interactionResult(request, response, { pending }, { mergeWithLastSubmission: false });
  response.writeHead(303, { location: '?' }).end();
};

const finish = ({ request, response, provider }: Exchange, result: Parameters<Provider['interactionFinished']>[2]) =>
  provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });

type Handler = (exchange: Exchange, form: URLSearchParams, signIn: SignIn) => Promise<unknown>;

const refused = (exchange: Exchange, step: Step, { refusal }: Outcome) => show(exchange, step, refusal);

const handlers: Record<Step | 'cancel', Handler> = {
  phone: async (exchange, form, signIn) => {
    const phone = parsePhone(form.get('phone') ?? '');
    if (!phone) return show(exchange, 'phone', { kind: 'badPhone' });
    const outcome = await signIn.requestCode(phone, exchange.language);
    return outcome.proven
      ? goOn(exchange, { step: 'code', phone: outcome.proven })
      : refused(exchange, 'phone', outcome);
  },
  code: async (exchange, form, signIn) => {
    const pending = pendingOf(exchange.interaction);
    if (pending?.step !== 'code') return show(exchange, 'phone');
    const outcome = await signIn.checkCode(pending.phone, typedDigits(form.get('code') ?? ''));
    if (!outcome.proven) return refused(exchange, 'code', outcome);
    return finish(exchange, { login: { accountId: outcome.proven, amr: ['sms'], remember: false } });
  },
  password: async (exchange, form, signIn) => {
    const email = parseEmail(form.get('email') ?? '');
    if (!email) return show(exchange, 'password', { kind: 'badEmail' });
    const outcome = await signIn.checkPassword(email, form.get('password') ?? '');
    if (!outcome.proven) return refused(exchange, 'password', outcome);
    return goOn(exchange, { step: 'totp', subject: outcome.proven });
  },
  totp: async (exchange, form, signIn) => {
    const pending = pendingOf(exchange.interaction);
    if (pending?.step !== 'totp') return show(exchange, 'password');
    const outcome = await signIn.checkTotp(pending.subject, typedDigits(form.get('code') ?? ''));
    if (!outcome.proven) return refused(exchange, 'totp', outcome);
    return finish(exchange, { login: { accountId: outcome.proven, amr: ['pwd', 'otp'], remember: false } });
  },
  cancel: (exchange) => finish(exchange, { error: 'access_denied', error_description: 'the person cancelled' }),
};

/** Another site's page cannot send our cookie; this says so a second time. */
const isFromElsewhere = ({ headers }: IncomingMessage, issuer: string) =>
  headers.origin !== undefined && headers.origin !== issuer;

export const isLoginPath = (path: string): boolean => LOGIN_PATH.test(path);

/** The pages on which people sign in: `/login/<interaction>`. */
export const createLogin =
  ({ provider: currentProvider, signIn }: LoginOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const provider = currentProvider();
    const language = languageOf(request.headers['accept-language']);
    const url = new URL(request.url ?? '/', provider.issuer);
    const interaction = await provider.interactionDetails(request, response).catch((error: unknown) => {
      if (error instanceof errors.SessionNotFound) return undefined;
      throw error;
    });
    if (interaction?.uid !== LOGIN_PATH.exec(url.pathname)?.[1] || !interaction) return sendStale(response, language);
    const exchange: Exchange = { request, response, provider, interaction, language };
    if (request.method === 'GET') return void showCurrent(exchange, url);
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'GET, POST' }).end();
    const form = isFromElsewhere(request, provider.issuer) ? undefined : await readForm(request);
    const step = form?.get('step');
    if (!form || !step || !Object.hasOwn(handlers, step)) return void response.writeHead(400).end();
    await handlers[step as Step](exchange, form, signIn);
  };
