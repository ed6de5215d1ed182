import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exported } from './export-courses.ts';

const course = (number: number) => ({
  reference: `KLS/${number}`,
  title: number === 2 ? '=Kelas "dua"; lanjutan' : `Kelas ${number}`,
  description: 'Baris satu.\nBaris dua, selesai.',
  mode: 'ONLINE',
  language: 'id',
  price: 500_000,
  priceOutside: 600_000,
  durationHours: 15,
  accessibility: ['CAPTIONS', 'WHEELCHAIR'],
  url: null,
  syllabus: [
    { title: 'Dasar|awal', hours: 5, description: null },
    { title: 'Lanjut', hours: 10, description: 'Satu; dua' },
  ],
  outcomes: [{ skill: { code: 'barista-work' }, level: 'BASIC' }],
  institution: { id: 'institution-1' },
  jsonLd: `{"@type":"Course","name":"Kelas ${number}"}`,
});

const asked: { operationName: string; variables: object }[] = [];
let answers: (() => { status: number; body: object })[] = [];

const page = (numbers: number[], endCursor: string, hasNextPage: boolean) => () => ({
  status: 200,
  body: { data: { courses: { nodes: numbers.map(course), pageInfo: { endCursor, hasNextPage } } } },
});

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  asked.push(JSON.parse(Buffer.concat(chunks).toString()));
  const { status, body } = answers.shift()?.() ?? { status: 500, body: { errors: [{ message: 'not expected' }] } };
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' }).end(JSON.stringify(body));
});

let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterAll(() => server.close());

const textOf = async (format: 'csv' | 'ndjson' | 'jsonld', platform: string | null = null) => {
  let text = '';
  for await (const piece of exported({ source: { url }, format, platform })) text += piece;
  return text;
};

test('a CSV has a row a course, in which no cell is a formula and a syllabus can be read back', async () => {
  answers = [page([1], 'one', true), page([2], 'two', false)];
  const lines = (await textOf('csv', 'platform-1')).split('\r\n');
  const rest = `"Baris satu.\nBaris dua, selesai.",ONLINE,id,500000,600000,15,"Dasar/awal|5;Lanjut|10|Satu, dua",barista-work:BASIC,"CAPTIONS;WHEELCHAIR",`;
  expect(lines).toEqual([
    '\ufeffreference,institution,title,description,mode,language,price,priceOutside,durationHours,syllabus,outcomes,accessibility,url',
    `KLS/1,institution-1,Kelas 1,${rest}`,
    `KLS/2,institution-1,"'=Kelas ""dua""; lanjutan",${rest}`,
    '',
  ]);
  expect(asked.splice(0).map(({ operationName, variables }) => ({ operationName, ...variables }))).toEqual([
    { operationName: 'ExportCourses', platform: 'platform-1', after: null },
    { operationName: 'ExportCourses', platform: 'platform-1', after: 'one' },
  ]);
});

test('a line of JSON has the words of CourseInput, with nothing lost', async () => {
  answers = [page([2], 'two', false)];
  const { jsonLd: _jsonLd, ...sent } = course(2);
  expect(JSON.parse(await textOf('ndjson'))).toMatchObject({
    ...sent,
    institution: 'institution-1',
    outcomes: [{ skill: 'barista-work', level: 'BASIC' }],
  });
});

test('JSON-LD is written as the graph answers it, also when points are used up for a while', async () => {
  const wait = () => ({ status: 429, body: { errors: [{ message: 'Used up.' }] } });
  answers = [wait, page([1, 2], 'two', false)];
  expect((await textOf('jsonld')).split('\n')).toEqual([course(1).jsonLd, course(2).jsonLd, '']);
});

test('an error of the gateway ends it with its message', async () => {
  answers = [() => ({ status: 400, body: { errors: [{ message: 'No such platform.' }] } })];
  await expect(textOf('csv')).rejects.toThrow('No such platform.');
});
