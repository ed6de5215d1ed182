import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Language } from '../../subgraphs/kit/language.ts';
import { html, page, trusted } from './page.ts';
import { pageLanguage } from './page-language.ts';
import { texts } from './text.ts';

const languageIn = (context: KoaContextWithOIDC): Language =>
  pageLanguage({
    uiLocales: context.oidc?.params?.ui_locales ?? context.query.ui_locales,
    acceptLanguage: context.get('accept-language'),
  });

/** What a person sees who cannot be sent back to the application. */
export const errorPage = (context: KoaContextWithOIDC, { error }: ErrorOut): void => {
  const language = languageIn(context);
  const text = texts[language];
  context.type = 'html';
  context.body = page({ language, title: text.failed, body: html`<p>${text.failedAdvice(error)}</p>` });
};

/** @param form of oidc-provider, which the two buttons submit */
export const signOutPage = (context: KoaContextWithOIDC, form: string): void => {
  const language = languageIn(context);
  const text = texts[language];
  const body = html`${trusted(form)}
<button type="submit" form="op.logoutForm" value="yes" name="logout">${text.signOutYes}</button>
<button type="submit" form="op.logoutForm" class="secondary">${text.signOutNo}</button>`;
  context.body = page({ language, title: text.signOut, body });
};

export const signedOutPage = (context: KoaContextWithOIDC): void => {
  const language = languageIn(context);
  const text = texts[language];
  context.body = page({ language, title: text.signedOut, body: html`<p>${text.signedOutAdvice}</p>` });
};
