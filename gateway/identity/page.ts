import { createHash } from 'node:crypto';
import type { Language } from '../../subgraphs/kit/language.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #f4f5f7; }
main { box-sizing: border-box; max-width: 26rem; margin: 8vh auto; padding: 2rem; background: #fff; border-radius: .5rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
label { display: block; margin-top: 1rem; font-weight: 600; }
.hint { margin: 0; color: #4d4d4d; }
input { box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .625rem; font: inherit; color: inherit;
  background: #fff; border: 2px solid #6b6b6b; border-radius: .25rem; }
input[aria-invalid] { border-color: #b00020; }
button { box-sizing: border-box; width: 100%; min-height: 2.75rem; margin-top: 1.25rem; font: inherit; font-weight: 600;
  color: #fff; background: #0b5394; border: 2px solid #0b5394; border-radius: .25rem; cursor: pointer; }
footer { margin-top: 1.5rem; border-top: 1px solid #c4c7cc; }
button.secondary { color: #0b5394; background: transparent; }
a { display: inline-block; margin-top: 1.25rem; padding: .25rem 0; color: #0b5394; }
:focus-visible { outline: 3px solid #c25700; outline-offset: 2px; }
[role=alert] { margin: 0 0 1rem; padding: .75rem 1rem; border-left: .375rem solid #b00020; background: #fdecee; color: #1b1b1b; }
@media (prefers-color-scheme: dark) {
  body { color: #f2f2f2; background: #121417; } main { background: #1e2126; } .hint { color: #c9c9c9; }
  input { background: #121417; border-color: #9a9a9a; } a, footer { margin-top: 1.5rem; border-top: 1px solid #c4c7cc; }
button.secondary { color: #8ec5ff; }
  footer { margin-top: 1.5rem; border-top: 1px solid #c4c7cc; }
button.secondary { border-color: #8ec5ff; } :focus-visible { outline-color: #ffb366; }
}
`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** Marks text that is HTML already. */
export interface Html {
  readonly html: string;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

type Part = string | Html | false | undefined | readonly Html[];

const rendered = (part: Part): string => {
  if (part === false || part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
};

/** HTML whose values are escaped, unless they are HTML themselves. */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: texts.reduce((whole, text, index) => whole + text + rendered(parts[index]), ''),
});

/** Marks markup that oidc-provider made as HTML that needs no escaping. */
export const trusted = (markup: string): Html => ({ html: markup });

/**
 * The policy of every page: nothing is loaded, nothing runs. `formTargets` are where a form may end up, redirects
 * included; without them the page may post anywhere, as oidc-provider's own forms do.
 */
export const contentSecurityPolicy = (formTargets?: readonly string[]): string =>
  [
    `default-src 'none'`,
    `script-src 'none'`,
    `style-src 'sha256-${styleHash}'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    ...(formTargets ? [`form-action ${formTargets.join(' ')}`] : []),
  ].join('; ');

/** A whole page. */
export const page = ({ language, title, body }: { language: Language; title: string; body: Html }): string =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.html;
