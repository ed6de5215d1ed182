import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { z } from 'zod';
import { typedDigits } from '../../../subgraphs/kit/typed-text.ts';
import { parseEmail, parsePhone } from '../contact.ts';
import type { OfficerSignIn } from '../officer-sign-in.ts';
import type { Outcome, Visitor } from '../outcome.ts';
import { contentSecurityPolicy } from '../page.ts';
import type { SignIn } from '../sign-in.ts';
import { type Language, languageOf } from '../text.ts';
import type { Place } from '../work-queue.ts';
import type { Door } from './door.ts';
import { readForm } from './form.ts';
import { loginPage, messageOf, type Problem, type Step, stalePage } from './login.page.ts';

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
  officers: OfficerSignIn;
  door: Door;
}

/** A request of somebody whose sign-in may be over, or may be none. */
interface Knock {
  request: IncomingMessage;
  response: ServerResponse;
  provider: Provider;
  language: Language;
}

interface Exchange extends Knock {
  interaction: Interaction;
}

/** A posted form, by whom, and the place in the queue of passwords that it has. */
interface Posted {
  form: URLSearchParams;
  visitor: Visitor;
  place: Place | undefined;
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

const wantsJson = ({ headers: { accept = '' } }: IncomingMessage) =>
  accept.includes('application/json') && !accept.includes('text/html');

const sendProblem = ({ request, response, language }: Knock, step: Step, problem: Problem) => {
  const isTooMuch = 'afterS' in problem;
  if (isTooMuch) response.setHeader('retry-after', String(problem.afterS));
  if (!isTooMuch || !wantsJson(request)) {
    return send(response, isTooMuch ? 429 : 422, loginPage({ language, step, problem }));
  }
  const body = { error: 'too_many_requests', error_description: messageOf(problem, language) };
  return response
    .writeHead(429, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
};

const show = (exchange: Exchange, step: Step, problem?: Problem) => {
  const { response, interaction, language } = exchange;
  response.setHeader('content-security-policy', contentSecurityPolicy(formTargets(interaction)));
  return problem ? sendProblem(exchange, step, problem) : send(response, 200, loginPage({ language, step }));
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

type Handler = (
  exchange: Exchange,
  posted: Posted,
  options: Pick<LoginOptions, 'signIn' | 'officers'>,
) => Promise<unknown>;

const refused = (exchange: Exchange, step: Step, { refusal }: Outcome) => show(exchange, step, refusal);

const handlers: Record<Step | 'cancel', Handler> = {
  phone: async (exchange, { form, visitor }, { signIn }) => {
    const phone = parsePhone(form.get('phone') ?? '');
    if (!phone) return show(exchange, 'phone', { kind: 'badPhone' });
    const outcome = await signIn.requestCode(phone, { ...visitor, language: exchange.language });
    return outcome.proven
      ? goOn(exchange, { step: 'code', phone: outcome.proven })
      : refused(exchange, 'phone', outcome);
  },
  code: async (exchange, { form, visitor }, { signIn }) => {
    const pending = pendingOf(exchange.interaction);
    if (pending?.step !== 'code') return show(exchange, 'phone');
    const outcome = await signIn.checkCode(pending.phone, typedDigits(form.get('code') ?? ''), visitor);
    if (!outcome.proven) return refused(exchange, 'code', outcome);
    return finish(exchange, { login: { accountId: outcome.proven, amr: ['sms'], remember: false } });
  },
  password: async (exchange, { form, visitor, place }, { officers }) => {
    const email = parseEmail(form.get('email') ?? '');
    if (!email || !place) return show(exchange, 'password', { kind: 'badEmail' });
    const outcome = await officers.checkPassword({ email, password: form.get('password') ?? '' }, visitor, place);
    if (!outcome.proven) return refused(exchange, 'password', outcome);
    return goOn(exchange, { step: 'totp', subject: outcome.proven });
  },
  totp: async (exchange, { form, visitor }, { officers }) => {
    const pending = pendingOf(exchange.interaction);
    if (pending?.step !== 'totp') return show(exchange, 'password');
    const outcome = await officers.checkTotp(pending.subject, typedDigits(form.get('code') ?? ''), visitor);
    if (!outcome.proven) return refused(exchange, 'totp', outcome);
    if (outcome.cookie) exchange.response.appendHeader('set-cookie', outcome.cookie);
    return finish(exchange, { login: { accountId: outcome.proven, amr: ['pwd', 'otp'], remember: false } });
  },
  cancel: (exchange) => finish(exchange, { error: 'access_denied', error_description: 'the person cancelled' }),
};

/** Another site's page cannot send our cookie; this says so a second time. */
const isFromElsewhere = ({ headers }: IncomingMessage, issuer: string) =>
  headers.origin !== undefined && headers.origin !== issuer;

export const isLoginPath = (path: string): boolean => LOGIN_PATH.test(path);

/** The sign-in that this browser began; undefined when it is over, or another one's. */
const interactionOf = async ({ request, response, provider }: Knock, uid: string | undefined) => {
  const interaction = await provider.interactionDetails(request, response).catch((error: unknown) => {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  });
  return interaction?.uid === uid ? interaction : undefined;
};

const isStep = (step: string): step is Step | 'cancel' => Object.hasOwn(handlers, step);

/** Reads the form first and refuses at the door: finding the sign-in that it belongs to costs ten times as much. */
const post = async (knock: Knock, uid: string | undefined, options: LoginOptions): Promise<unknown> => {
  const { request, response, provider, language } = knock;
  const form = isFromElsewhere(request, provider.issuer) ? undefined : await readForm(request);
  const step = form?.get('step') ?? '';
  if (!form || !isStep(step)) return response.writeHead(400).end();
  const visitor = options.door.visitorOf(request);
  const entry = step === 'cancel' ? { place: undefined } : options.door.enter(step, visitor);
  if ('refusal' in entry) {
    response.setHeader('content-security-policy', contentSecurityPolicy([`'self'`]));
    return sendProblem(knock, step as Step, entry.refusal);
  }
  try {
    const interaction = await interactionOf(knock, uid);
    if (!interaction) return sendStale(response, language);
    return await handlers[step]({ ...knock, interaction }, { form, visitor, place: entry.place }, options);
  } finally {
    entry.place?.leave();
  }
};

/** The pages on which people sign in: `/login/<interaction>`. */
export const createLogin =
  (options: LoginOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const provider = options.provider();
    const language = languageOf(request.headers['accept-language']);
    const url = new URL(request.url ?? '/', provider.issuer);
    const uid = LOGIN_PATH.exec(url.pathname)?.[1];
    const knock: Knock = { request, response, provider, language };
    if (request.method === 'POST') return void (await post(knock, uid, options));
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET, POST' }).end();
    const interaction = await interactionOf(knock, uid);
    if (!interaction) return sendStale(response, language);
    showCurrent({ ...knock, interaction }, url);
  };
