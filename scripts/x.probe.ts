
import { checkRevision } from '../schema/registry/check.ts';
import { checkOfBank, withHeader } from '../schema/registry/testkit/live.ts';
import { markedLine } from '../schema/registry/testkit/takeover.ts';
import { further } from '../schema/registry/testkit/further-takeovers.data.ts';
let bad = 0;
for (const { title, sdl, code, owner } of further) {
  const text = sdl.includes('@link(') ? sdl : withHeader(sdl);
  const { findings } = await checkRevision(checkOfBank(text));
  const found = findings.filter((f) => f.severity === 'ERROR' && f.code === code);
  if (!found.some((f) => f.line === markedLine(text)) || !found.some((f) => f.owner === owner)) { bad++; console.log(title, code, owner, markedLine(text), JSON.stringify(findings.filter((f) => f.severity === 'ERROR').map((f) => [f.code, f.owner, f.line]))); }
}
console.log(further.length, 'bad', bad, process.cpuUsage());
