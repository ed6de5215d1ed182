import { request as httpRequest } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { WebSocket } from 'ws';

/** One request of somebody whom nobody knows, the worst of its kind. */
export interface Stranger {
  kind: string;
  /** Sends a request and returns how many bytes came back. */
  send(url: string, headers?: Record<string, string>): Promise<number>;
  /** A body beyond what strangers may send: whoever has a token is refused later, and as cheaply. */
  isLarge?: boolean;
}

interface StrangerRequest {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

const withinMs = 20_000;

/** Sends, and reads an answer to its end; a connection that is cut is an answer too. */
export const send = (url: string, { method = 'POST', path = '', headers, body }: StrangerRequest): Promise<number> =>
  new Promise((resolve) => {
    let bytes = 0;
    const options = { method, headers: { 'content-type': 'application/json', ...headers }, agent: false };
    const request = httpRequest(`${url}${path}`, { ...options, timeout: withinMs }, (response) => {
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once('close', () => resolve(bytes));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(bytes));
    request.end(body);
  });

const post =
  (body: string | Buffer, own: Record<string, string> = {}): Stranger['send'] =>
  (url, headers = {}) =>
    send(url, { body, headers: { ...own, ...headers } });

const asking = (query: string, variables?: string) =>
  `{"query":${JSON.stringify(query)}${variables === undefined ? '' : `,"variables":${variables}`}}`;

const times = (count: number, text: string | ((index: number) => string), separator = '') =>
  Array.from({ length: count }, (_, index) => (typeof text === 'string' ? text : text(index))).join(separator);

/** One message of a socket that has been greeted; ends with the answer, or the close. */
const frame = (message: string) => (url: string) =>
  new Promise<number>((resolve) => {
    let bytes = 0;
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    const timer = setTimeout(() => socket.terminate(), withinMs);
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data) => {
      const text = String(data);
      bytes += text.length;
      const { type } = JSON.parse(text) as { type: string };
      if (type === 'connection_ack') socket.send(message);
      else if (type !== 'ping') socket.close();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(bytes);
    });
  });

const alumni = 'query($s:[ID!]!){alumniBySkill(first:1,region:"32",purpose:VACANCY,skills:$s){nodes{pseudonym}}}';
const chain = (count: number) =>
  `{ ...F0 } ${times(count, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} } `)} fragment F${count} on Query { wave(number: 19) { number } }`;
const introspection = '__schema { types { fields { args { type { name } } type { fields { type { name } } } } } }';
const forged = `Bearer ${Buffer.from('{"alg":"ES256","kid":"x","typ":"at+jwt"}').toString('base64url')}.${Buffer.from(
  `{"sub":"${'x'.repeat(6_000)}"}`,
).toString('base64url')}.${'A'.repeat(86)}`;

/** The families of issue 10, and their neighbours. */
export const strangers: readonly Stranger[] = [
  {
    kind: '400,000 nulls in a list of a variable',
    isLarge: true,
    send: post(asking(alumni, `{"s":[${times(400_000, 'null', ',')}]}`)),
  },
  {
    kind: '690,000 objects in a list of a variable',
    isLarge: true,
    send: post(asking(alumni, `{"s":[${times(690_000, '{}', ',')}]}`)),
  },
  { kind: '300,000 valid ids', isLarge: true, send: post(asking(alumni, `{"s":[${times(300_000, '"a"', ',')}]}`)) },
  { kind: '60,000 valid ids in 240 KB', send: post(asking(alumni, `{"s":[${times(60_000, '"a"', ',')}]}`)) },
  {
    kind: 'arrays 0.9 M deep',
    isLarge: true,
    send: post(`{"query":"{__typename}","variables":{"v":${'['.repeat(900_000)}${']'.repeat(900_000)}}}`),
  },
  {
    kind: 'objects 40,000 deep',
    isLarge: true,
    send: post(`{"query":"{__typename}","variables":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`),
  },
  { kind: 'arrays 0.9 M deep, never closed', send: post('['.repeat(900_000)) },
  {
    kind: '100,000 names of variables',
    isLarge: true,
    send: post(asking(alumni, `{${times(100_000, (index) => `"v${index}":1`, ',')}}`)),
  },
  { kind: 'a string of 2 MB', isLarge: true, send: post(asking(alumni, `{"s":["${'x'.repeat(2_000_000)}"]}`)) },
  { kind: 'a string of 240 KB', send: post(asking(alumni, `{"s":"${'x'.repeat(240_000)}"}`)) },
  { kind: 'a string of 40,000 NULs', send: post(asking(alumni, `{"s":["${'\\u0000'.repeat(40_000)}"]}`)) },
  {
    kind: '10,000 keys __proto__',
    isLarge: true,
    send: post(asking(alumni, `{"s":[${times(10_000, '{"__proto__":{"a":1}}', ',')}]}`)),
  },
  {
    kind: 'a number of 240,000 digits',
    send: post(asking('query($n:Int!){wave(number:$n){number}}', `{"n":${'9'.repeat(240_000)}}`)),
  },
  { kind: 'a literal of 60,000 digits', send: post(asking(`{ wave(number: ${'9'.repeat(60_000)}) { number } }`)) },
  { kind: 'a body of 20 MB', send: post(`{"query":"${' '.repeat(20_000_000)}"}`) },
  { kind: 'a document of 1 MB', isLarge: true, send: post(asking(`{ ${'a '.repeat(500_000)} }`)) },
  { kind: 'a document of 64 KB of one name', send: post(asking(`{ ${'x'.repeat(65_000)} }`)) },
  {
    kind: 'an operation name of 240 KB',
    send: post(`{"query":"query A { __typename }","operationName":"${'x'.repeat(240_000)}"}`),
  },
  {
    kind: '2 MB of text for a number',
    isLarge: true,
    send: post(asking('query($n:Int!){wave(number:$n){number}}', `{"n":"${'x'.repeat(2_000_000)}"}`)),
  },
  {
    kind: 'an operation name of 1 MB',
    isLarge: true,
    send: post(`{"query":"query A{me{id}} query B{me{id}}","operationName":"${'x'.repeat(1_000_000)}"}`),
  },
  { kind: 'one field 1,980 times', send: post(asking(`{ me { ${times(1_980, 'id ')} } }`)) },
  {
    kind: 'fields with arguments that may overlap',
    send: post(asking(`{ ${times(220, 'region(code: "1") { name } ')} }`)),
  },
  {
    kind: '150 fragments that may overlap',
    send: post(
      asking(
        `{ me { ${times(150, (index) => `...F${index} `)} } } ${times(150, (index) => `fragment F${index} on Participant { id name } `)}`,
      ),
    ),
  },
  {
    kind: 'a type 990 lists deep',
    send: post(asking(`query($v: ${'['.repeat(990)}Int${']'.repeat(990)}) { me { id } }`)),
  },
  {
    kind: '900 wrong literals',
    send: post(
      asking(
        `{ alumniBySkill(first: 1, region: "32", purpose: VACANCY, skills: [${times(900, '{}', ',')}]) { nodes { pseudonym } } }`,
      ),
    ),
  },
  { kind: 'a bomb of fragments', send: post(asking(chain(180))) },
  {
    kind: 'a circle of fragments',
    send: post(
      asking(
        `{ ...F0 } ${times(150, (index) => `fragment F${index} on Query { ${times(3, (step) => `...F${(index + step + 1) % 150}`, ' ')} }`, ' ')}`,
      ),
    ),
  },
  {
    kind: '480 fields of one name that may overlap',
    send: post(asking(`{ ${times(240, 'wave(number: 19) { number }', ' ')} }`)),
  },
  {
    kind: '480 fields that conflict',
    send: post(asking(`{ ${times(300, (index) => `a: wave(number: ${index}) { number }`, ' ')} }`)),
  },
  { kind: '900 unknown fields', send: post(asking(`{ ${times(900, (index) => `participan${index}`, ' ')} }`)) },
  {
    kind: '300 unknown arguments',
    send: post(asking(`{ ${times(300, (index) => `wave(numbe${index}: 1) { number }`, ' ')} }`)),
  },
  {
    kind: '400 variables',
    send: post(asking(`query(${times(400, (index) => `$v${index}: Int`, ' ')}) { __typename }`)),
  },
  {
    kind: '400 variables of unknown types',
    send: post(asking(`query(${times(400, (index) => `$v${index}: Participan${index}`, ' ')}) { __typename }`)),
  },
  {
    kind: 'a literal 900 deep',
    send: post(
      asking(
        `{ alumniBySkill(first: 1, region: "32", purpose: VACANCY, skills: ${'['.repeat(900)}${']'.repeat(900)}) { nodes { pseudonym } } }`,
      ),
    ),
  },
  { kind: 'a selection 600 deep', send: post(asking(`${'{ me '.repeat(600)}${'}'.repeat(600)}`)) },
  { kind: 'directives, 600 of them', send: post(asking(`{ __typename ${'@include(if: true) '.repeat(350)} }`)) },
  {
    kind: 'introspection under 30 aliases',
    send: post(asking(`{ ${times(30, (index) => `a${index}: ${introspection}`, ' ')} }`)),
  },
  {
    kind: 'types under 30 aliases of one introspection',
    send: post(
      asking(`{ __schema { ${times(30, (index) => `a${index}: types { fields { args { type { name } } } }`, ' ')} } }`),
    ),
  },
  {
    kind: 'introspection of fields of fields of fields',
    send: post(asking('{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }')),
  },
  {
    kind: 'introspection back and forth',
    send: post(
      asking('{ __schema { types { possibleTypes { interfaces { possibleTypes { interfaces { name } } } } } } }'),
    ),
  },
  { kind: 'introspection, deep', send: post(asking(`{ ${introspection} }`)) },
  {
    kind: 'the dearest list that is free',
    send: post(
      asking(
        '{ regions(level: REGENCY) { code name parent { code name } } skills { code name courses(first: 20) { nodes { title price } } } }',
      ),
    ),
  },
  {
    kind: 'waves with all of their funnels',
    send: post(
      asking(
        '{ waves(first: 100) { nodes { number figures { name value } funnelByRegion(level: PROVINCE) { applied region { name } } } } }',
      ),
    ),
  },
  { kind: 'a token that is forged', send: post(asking('{ __typename }'), { authorization: forged }) },
  {
    kind: 'a proof that is none',
    send: post(asking('{ __typename }'), { authorization: forged.replace('Bearer', 'DPoP'), dpop: 'x'.repeat(6_000) }),
  },
  { kind: 'gzip of 200 MB', send: post(gzipSync(Buffer.alloc(200_000_000, 0x20)), { 'content-encoding': 'gzip' }) },
  {
    kind: 'brotli of 200 MB',
    send: post(brotliCompressSync(Buffer.alloc(200_000_000, 0x20)), { 'content-encoding': 'br' }),
  },
  { kind: 'no JSON, 1 MB', send: post('x'.repeat(1_000_000)) },
  { kind: 'a batch of 10,000', send: post(`[${times(10_000, '{"query":"{__typename}"}', ',')}]`) },
  {
    kind: 'a query string of 14 KB',
    send: (url) => send(url, { method: 'GET', path: `?query=${'%7Ba'.repeat(3_500)}` }),
  },
  {
    kind: 'headers of 14 KB',
    send: (url) =>
      send(url, {
        headers: { accept: times(1_400, 'a/b;q=0.1', ','), 'x-request-id': '1'.repeat(500) },
        body: asking('{ __typename }'),
      }),
  },
  {
    kind: 'a frame of 250 KB of nulls',
    send: frame(`{"id":"1","type":"subscribe","payload":${asking(alumni, `{"s":[${times(50_000, 'null', ',')}]}`)}}`),
  },
  {
    kind: 'a frame of 250 KB of brackets',
    send: frame(
      `{"id":"1","type":"subscribe","payload":{"query":"{__typename}","variables":{"v":${'['.repeat(120_000)}${']'.repeat(120_000)}}}}`,
    ),
  },
  { kind: 'a frame of 2 MB', send: frame('x'.repeat(2_000_000)) },
];
