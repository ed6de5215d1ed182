import { readFile } from 'node:fs/promises';
import { type GraphQLSchema, introspectionFromSchema } from 'graphql';

export interface Asset {
  type: string;
  content: Buffer;
}

/** Name → asset. */
export type Assets = ReadonlyMap<string, Asset>;

const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';
const json = 'application/json; charset=utf-8';

/** Our own files, as they are in `page/`. */
const ownFiles = {
  'workers.js': script,
  'boot.js': script,
  'bar.js': script,
  'sign-in.js': script,
  'tabs.js': script,
  'token.js': script,
  'page.css': style,
};

const dataUrl = /url\(data:font\/[^)]+\)/g;
const dataFont = /^url\(data:font\/(?<format>\w+);base64,(?<base64>.+)\)$/;

/** Takes the fonts out of GraphiQL's style sheet: a browser fetches those that it draws with, about a tenth. */
const splitFonts = (css: string) => {
  const fonts = new Map<string, Asset>();
  const slim = css.replace(dataUrl, (url) => {
    const { format, base64 = '' } = dataFont.exec(url)?.groups ?? {};
    const name = `font-${fonts.size}.${format}`;
    fonts.set(name, { type: `font/${format}`, content: Buffer.from(base64, 'base64') });
    return `url(${name})`;
  });
  return { slim, fonts };
};

export const introspectionOf = (schema: GraphQLSchema) =>
  introspectionFromSchema(schema, {
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  });

/** Everything that the explorer's page loads: GraphiQL, its workers and fonts, the schema, and our own files. */
export const readAssets = async (schema: GraphQLSchema): Promise<Assets> => {
  // Nine megabytes of text, which a gateway that shows no explorer need not load.
  const graphiql = await import('@graphql-yoga/render-graphiql/graphiql');
  const { slim, fonts } = splitFonts(graphiql.css);
  const text = (type: string, content: string): Asset => ({ type, content: Buffer.from(content) });
  const own = Object.entries(ownFiles).map(
    async ([name, type]) =>
      [name, { type, content: await readFile(new URL(`./page/${name}`, import.meta.url)) }] as const,
  );
  return new Map([
    ['graphiql.js', text(script, graphiql.js)],
    ['graphiql.css', text(style, slim)],
    ['editor.worker.js', text(script, graphiql.editorWorkerService)],
    ['graphql.worker.js', text(script, graphiql.graphqlWorker)],
    ['json.worker.js', text(script, graphiql.jsonWorker)],
    ['schema.json', text(json, JSON.stringify(introspectionOf(schema)))],
    ...fonts,
    ...(await Promise.all(own)),
  ]);
};
