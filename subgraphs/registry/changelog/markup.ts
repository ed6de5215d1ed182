const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML and XML, in elements and attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** Markup whose values are escaped, unless they are lists of markup themselves. */
export const markup = (texts: TemplateStringsArray, ...parts: (string | number | readonly string[])[]): string =>
  texts.reduce((whole, text, index) => {
    const part = parts[index] ?? '';
    return whole + text + (typeof part === 'object' ? part.join('') : escaped(String(part)));
  }, '');
