import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { z } from 'zod';
import type { Language } from '../../../subgraphs/kit/language.ts';
import { contentSecurityPolicy } from '../page.ts';
import { pageLanguage } from '../page-language.ts';
import { type LoginView, loginPage, messageOf, type Problem, type Step, stalePage } from './login.page.ts';

/** What this person has proven so far, kept with the interaction on our side. */
const pendingShape = z.discriminatedUnion('step', [
  z.object({ step: z.literal('code'), phone: z.string(), masked: z.string() }),
  z.object({ step: z.literal('totp'), subject: z.string() }),
]);
export type Pending = z.infer<typeof pendingShape>;

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** A request of somebody whose sign-in may be over, or may be none. */
export interface Knock {
  request: IncomingMessage;
  response: ServerResponse;
  provider: Provider;
  url: URL;
  language: Language;
}

export interface Exchange extends Knock {
  interaction: Interaction;
  /** The form that was posted. */
  form?: URLSearchParams;
}

export const languageIn = ({ headers }: IncomingMessage, url: URL, uiLocales?: unknown): Language =>
  pageLanguage({ switchedTo: url.searchParams.get('lang'), uiLocales, acceptLanguage: headers['accept-language'] });

/** What the application wants is known once its request is found. */
export const inLanguageOf = (knock: Knock, interaction: Interaction): Exchange => {
  const language = languageIn(knock.request, knock.url, interaction.params.ui_locales);
  return { ...knock, interaction, language };
};

const send = (response: ServerResponse, status: number, page: string) =>
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);

export const sendStale = (response: ServerResponse, language: Language) => {
  response.setHeader('content-security-policy', contentSecurityPolicy([`'self'`]));
  send(response, 400, stalePage(language));
};

export const pendingOf = ({ result }: Interaction): Pending | undefined => pendingShape.safeParse(result?.pending).data;

/** Browsers apply the form's policy to redirects too: at the end of signing in stands the application. */
const formTargets = ({ params }: Interaction): string[] => {
  const url = typeof params.redirect_uri === 'string' ? new URL(params.redirect_uri) : undefined;
  return [`'self'`, ...(url ? [url.origin === 'null' ? url.protocol : url.origin] : [])];
};

const wantsJson = ({ headers: { accept = '' } }: IncomingMessage) =>
  accept.includes('application/json') && !accept.includes('text/html');

/** Shows the form again after a mistake, and a page without a form after too many. */
export const sendProblem = ({ request, response }: Knock, view: LoginView & { problem: Problem }) => {
  const { language, problem } = view;
  const isTooMuch = 'afterS' in problem;
  if (isTooMuch) response.setHeader('retry-after', String(problem.afterS));
  if (!isTooMuch || !wantsJson(request)) {
    return send(response, isTooMuch ? 429 : 422, loginPage(view));
  }
  const body = { error: 'too_many_requests', error_description: messageOf(problem, language) };
  return response
    .writeHead(429, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
};

/** Returns the name under which the client is registered: an id says nothing to a person. */
const clientNameOf = async ({ provider, interaction }: Exchange) =>
  (await provider.Client.find(String(interaction.params.client_id)))?.clientName;

/** Shows one step of the sign-in, with what went wrong. */
export const show = async (exchange: Exchange, step: Step, problem?: Problem) => {
  const { response, interaction, language, form: typed } = exchange;
  const pending = pendingOf(interaction);
  const phone = step === 'code' && pending?.step === 'code' ? pending.masked : undefined;
  const view = { language, step, client: await clientNameOf(exchange), phone, typed };
  response.setHeader('content-security-policy', contentSecurityPolicy(formTargets(interaction)));
  return problem ? sendProblem(exchange, { ...view, problem }) : send(response, 200, loginPage(view));
};

/** The form that an application can ask for: `login_hint=officer`. It names a kind of account, never a person. */
const hintedStep = ({ params }: Interaction): Step => (params.login_hint === 'officer' ? 'password' : 'phone');

export const showCurrent = (exchange: Exchange) => {
  const { interaction, url } = exchange;
  const wanted = url.searchParams.get('as');
  if (wanted === 'officer') return show(exchange, 'password');
  if (wanted === 'participant') return show(exchange, 'phone');
  return show(exchange, pendingOf(interaction)?.step ?? hintedStep(interaction));
};
