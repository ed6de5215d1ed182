/** Writes JSON-LD that can stand in a script element: no text in it ends one. */
export const jsonLdText = (data: object): string =>
  JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
