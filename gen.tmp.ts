import { readFileSync } from 'node:fs';
import { checkRevision } from './schema/registry/check.ts';
const names = ['pmo', 'training', 'payments', 'jobs'];
const live = names.map((name, i) => ({ name, organization: name, sdl: readFileSync(`schema/${name}.graphql`, 'utf8'), address: `http://127.0.0.1:${4001 + i}/graphql` }));
const json = (f: string) => JSON.parse(readFileSync(`schema/registry/${f}.json`, 'utf8'));
const subs = JSON.parse(readFileSync('schema/subscriptions.json','utf8'));
for (const candidate of live) {
  const t = Date.now();
  const consumes = process.argv.includes('--events') ? subs.filter((s: any) => s.to === candidate.name).flatMap((s: any) => s.types) : [];
  const { findings, supergraph } = await checkRevision({ live, candidate: {...candidate, consumes}, ownership: json('ownership'), grants: json('grants'), terms: [], now: new Date() });
  console.log(candidate.name, Date.now() - t, 'ms', supergraph === readFileSync('schema/supergraph.graphql', 'utf8'), findings.length);
  for (const f of findings) console.log(' ', f.severity, f.rule, f.code, `${f.line}:${f.column}`, f.message, process.argv.includes('-v') ? '\n     ' + f.howToAsk : '');
}
