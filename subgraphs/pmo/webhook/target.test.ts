import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { selfSigned } from '../../../tests/testkit/certificate.ts';
import { isPublic } from '../../kit/address.ts';
import { Secret } from '../../kit/vault/secret.ts';
import { Targets } from './target.ts';
import { Sender } from './webhook.sender.ts';

const publicAddress = '93.184.215.14';
const names: Record<string, string[]> = {
  'ok.example.com': [publicAddress],
  'inside.example.com': ['10.0.0.8'],
  'both.example.com': [publicAddress, '127.0.0.1'],
  'six.example.com': ['::ffff:10.0.0.8'],
};
const resolve = async (name: string) => names[name] ?? [];
const strict = new Targets({ isLoopbackAllowed: false, resolve });
const codeOf = (url: string, targets = strict) => targets.read(url).catch(({ code }) => code as string);

test.each([
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://169.254.169.254/latest/meta-data',
  'https://2852039166/',
  'https://0251.0376.0251.0376/',
  'https://0xa9.0xfe.0xa9.0xfe/',
  'https://0xa9fea9fe/',
  'https://2130706433/',
  'https://017700000001/',
  'https://0x7f.1/',
  'https://127.1/',
  'https://0/',
  'https://10.1.2.3/',
  'https://172.31.255.255/',
  'https://192.168.0.1/',
  'https://100.100.100.200/',
  'https://168.63.129.16/',
  'https://192.0.0.192/',
  'https://198.18.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001:0:4136:e378::1]/',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fc00::1]/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
  'https://①②⑦.⓪.⓪.①/',
  'https://metadata.google.internal/',
  'https://printer.local/',
  'https://intranet/',
  'https://inside.example.com/',
  'https://both.example.com/',
  'https://six.example.com/',
])('%s leads inside, and is refused', async (url) => {
  expect(await codeOf(url)).toBe('WEBHOOK_ADDRESS_FORBIDDEN');
});

test.each([
  ['http://ok.example.com/', 'WEBHOOK_URL_MALFORMED'],
  ['ftp://ok.example.com/', 'WEBHOOK_URL_MALFORMED'],
  ['file:///etc/passwd', 'WEBHOOK_URL_MALFORMED'],
  ['https://user@ok.example.com/', 'WEBHOOK_URL_MALFORMED'],
  ['https://user:secret@ok.example.com/', 'WEBHOOK_URL_MALFORMED'],
  ['https://ok.example.com:22/', 'WEBHOOK_URL_MALFORMED'],
  ['https://ok.example.com/#part', 'WEBHOOK_URL_MALFORMED'],
  ['/hook', 'WEBHOOK_URL_MALFORMED'],
  ['https://ok.example.com\\@127.0.0.1/', 'https://ok.example.com/@127.0.0.1/'],
  [`https://ok.example.com/${'a'.repeat(500)}`, 'WEBHOOK_URL_MALFORMED'],
  ['https://999.1.1.1/', 'WEBHOOK_URL_MALFORMED'],
  ['https://no.example.com/', 'WEBHOOK_NAME_UNKNOWN'],
  ['https://ok.example.com/hook?key=1', 'https://ok.example.com/hook?key=1'],
  ['https://OK.example.com:8443/', 'https://ok.example.com:8443/'],
  [`https://${publicAddress}/`, `https://${publicAddress}/`],
  ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
])('%s: %s', async (url, expected) => {
  expect(await codeOf(url)).toBe(expected);
});

test('the default run lets webhooks lead to its own machine, and nowhere else inside', async () => {
  const local = new Targets({ isLoopbackAllowed: true, resolve });
  expect(await codeOf('http://127.0.0.1:8080/', local)).toBe('http://127.0.0.1:8080/');
  expect(await codeOf('http://localhost:8080/', local)).toBe('http://localhost:8080/');
  expect(await codeOf('http://127.0.0.1:22/', local)).toBe('WEBHOOK_URL_MALFORMED');
  expect(await codeOf('http://ok.example.com/', local)).toBe('WEBHOOK_URL_MALFORMED');
  expect(await codeOf('https://10.0.0.1/', local)).toBe('WEBHOOK_ADDRESS_FORBIDDEN');
});

test('every address of a private network is refused, mapped into IPv6 in any way too', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const inside = fc.oneof(
    fc.tuple(fc.constant(10), byte, byte, byte),
    fc.tuple(fc.constant(127), byte, byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  );
  fc.assert(
    fc.property(inside, (bytes) => {
      const dotted = bytes.join('.');
      const hex = bytes.map((each) => each.toString(16).padStart(2, '0')).join('');
      const high = hex.slice(0, 4);
      const low = hex.slice(4);
      const forms = [dotted, `::ffff:${dotted}`, `::${dotted}`, `64:ff9b::${dotted}`, `2002:${high}:${low}::1`];
      expect(forms.filter(isPublic)).toEqual([]);
    }),
  );
});

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  onTestFinished(() => server.closeAllConnections());
  return (server.address() as AddressInfo).port;
};

const message = (url: string) => ({
  url,
  id: 'id-1',
  body: '{}',
  secrets: [new Secret('webhook secret', `whsec_${Buffer.alloc(32, 1).toString('base64')}`)],
  at: new Date(),
});

test('a name that leads inside after it was registered is not connected to, even once', async () => {
  let asked = 0;
  const port = await listen(
    createServer((_request, response) => {
      asked += 1;
      response.end();
    }),
  );
  const answers = [[publicAddress], ['127.0.0.1']];
  const targets = new Targets({ isLoopbackAllowed: false, resolve: async () => answers.shift() ?? ['127.0.0.1'] });
  const sender = new Sender(targets);
  onTestFinished(() => sender.close());
  await targets.read('https://rebinding.example.com:8443/');
  const sent = await sender.send(message(`http://rebinding.example.com:${port}/`));
  expect([sent, asked]).toEqual([{ outcome: 'ADDRESS_FORBIDDEN', statusCode: null }, 0]);
  const literal = await sender.send(message(`http://127.0.0.1:${port}/`));
  expect([literal.outcome, asked]).toEqual(['ADDRESS_FORBIDDEN', 0]);
});

test.each([
  [301, 'REDIRECTED'],
  [302, 'REDIRECTED'],
  [307, 'REDIRECTED'],
  [308, 'REDIRECTED'],
  [410, 'GONE'],
  [500, 'REFUSED'],
  [204, 'DELIVERED'],
])('an answer %i is %s, and no redirect is followed', async (status, outcome) => {
  const paths: (string | undefined)[] = [];
  const port = await listen(
    createServer((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { location: '/inside' }).end();
    }),
  );
  const sender = new Sender(new Targets({ isLoopbackAllowed: true }));
  onTestFinished(() => sender.close());
  expect(await sender.send(message(`http://localhost:${port}/hook`))).toEqual({ outcome, statusCode: status });
  expect(paths).toEqual(['/hook']);
});

test('a body without end is not read to its end', async () => {
  let written = 0;
  const port = await listen(
    createServer((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', more);
      more();
    }),
  );
  const sender = new Sender(new Targets({ isLoopbackAllowed: true }));
  onTestFinished(() => sender.close());
  expect((await sender.send(message(`http://127.0.0.1:${port}/`))).outcome).toBe('DELIVERED');
  expect(written).toBeLessThan(20_000_000);
});

test('nothing is sent to a server whose certificate no one vouches for, nor where nobody listens', async () => {
  const { cert, key } = selfSigned();
  let asked = 0;
  const server = createTlsServer({ cert, key }, (_request, response) => {
    asked += 1;
    response.end();
  });
  const port = await listen(server as unknown as Server);
  const sender = new Sender(new Targets({ isLoopbackAllowed: true }));
  onTestFinished(() => sender.close());
  expect([(await sender.send(message(`https://localhost:${port}/`))).outcome, asked]).toEqual(['TLS_FAILED', 0]);
  expect((await sender.send(message('http://127.0.0.1:1/'))).outcome).toBe('NOT_CONNECTED');
});
