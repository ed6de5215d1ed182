import type { Sample } from './samples.ts';

/** How the explorer signs people in. */
export interface SignIn {
  /** The URL of an OpenID Connect issuer that lets this page's origin ask for tokens. */
  issuer: string;
  /** A public client whose redirect URI is the page's address. */
  clientId: string;
  scope: string;
}

export interface PageFacts {
  /** Path of the assets, which ends with a slash. */
  folder: string;
  samples: readonly Sample[];
  /** Path of what the holder of a token is shown. */
  own?: string;
  signIn: SignIn | undefined;
}

const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"/>')}`;

// A "</script>" in a sample would end the element.
const jsonIn = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The page; its settings are data, so that no script of its own stands in it. */
export const renderPage = ({ folder, own, samples, signIn }: PageFacts): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Prakerja Graph</title>
    <link rel="icon" href="${icon}">
    <link rel="stylesheet" href="${folder}graphiql.css">
    <link rel="stylesheet" href="${folder}page.css">
    <script type="application/json" id="settings">${jsonIn({ folder, own, samples, signIn })}</script>
    <script defer src="${folder}workers.js"></script>
    <script defer src="${folder}graphiql.js"></script>
    <script type="module" src="${folder}boot.js"></script>
  </head>
  <body class="no-focus-outline">
    <noscript>The explorer needs JavaScript.</noscript>
    <div id="bar"></div>
    <div id="root"></div>
  </body>
</html>
`;

/** Nothing may come from elsewhere, and no script stands in the page; the editor writes its styles into it. */
export const pagePolicy = (signIn: SignIn | undefined): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${signIn ? ` ${new URL(signIn.issuer).origin}` : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
