import type { Language } from '../../../subgraphs/kit/language.ts';
import { html, page } from '../page.ts';
import { texts } from '../text.ts';
import { base32 } from '../totp.ts';

export type InvitationProblem =
  | 'notInvited'
  | 'badEmail'
  | 'shortPassword'
  | 'wrongCode'
  | 'addressTaken'
  | 'tooManyTries'
  | 'busy';

export interface InvitationView {
  language: Language;
  totpSecret: Buffer;
  problem?: InvitationProblem | undefined;
  email?: string | undefined;
}

/** The form by which somebody who was invited makes an account; it works without scripts. */
export const invitationPage = ({ language, totpSecret, problem, email = '' }: InvitationView): string => {
  const text = texts[language];
  const body = html`${problem && html`<p role="alert" id="problem">${text[problem]}</p>`}
<p>${text.invitedAdvice}</p>
<p>${text.authenticatorKey}: <code>${base32(totpSecret)}</code></p>
<form method="post" action="?lang=${language}">
<input type="hidden" name="key" value="${totpSecret.toString('base64url')}">
<label for="email">${text.email}</label>
<input id="email" name="email" type="email" autocomplete="username" maxlength="254" value="${email.replaceAll(/\p{Cc}/gu, '').slice(0, 254)}" required>
<label for="password">${text.newPassword}</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" required>
<label for="code">${text.totp}</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="32" required>
<button type="submit">${text.makeAccount}</button>
</form>`;
  return page({ language, title: text.invited, body });
};

export const acceptedPage = (language: Language): string =>
  page({ language, title: texts[language].accepted, body: html`<p>${texts[language].acceptedAdvice}</p>` });
