// A wallet that pays at once, in a process of its own; it keeps what it was asked to pay.
import { createServer } from 'node:http';

const paid = new Map();

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (part) => {
    text += part;
  });
  request.on('end', () => {
    if (request.url === '/paid') {
      const most = Math.max(0, ...paid.values());
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ count: paid.size, most }));
      return;
    }
    const { reference } = JSON.parse(text);
    paid.set(reference, (paid.get(reference) ?? 0) + 1);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":"00"}');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
