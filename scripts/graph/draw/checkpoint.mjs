import { check } from './hashes.mjs';

const number = '(0|[1-9]\\d{0,11})';
const rules = {
  origin: /^prakerja-graph\/draw\/([1-9]\d{0,8})\/([1-9]\d{0,4})$/,
  size: new RegExp(`^${number}$`),
  root: /^([A-Za-z0-9+/]{43}=)$/,
  policy: /^policy (\S{1,40})$/,
  quota: new RegExp(`^quota ${number} (PROPORTIONAL|EQUAL)$`),
  tranche: new RegExp(`^tranche (\\d{4}-\\d\\d-\\d\\d) ${number}$`),
  code: /^code ([0-9a-f]{64})$/,
  region: new RegExp(`^region (\\d\\d(?:\\.\\d\\d)?) ${number} ${number}((?: ${number}){0,12})$`),
  beacon: new RegExp(`^beacon ([0-9a-f]{64}) ${number}$`),
  notice: new RegExp(`^notice ${number}$`),
  close: /^close (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/,
  threshold: new RegExp(`^threshold ${number}$`),
  witness: /^witness (\S{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44})$/,
};

const isAscending = (texts) => texts.every((text, index) => index === 0 || texts[index - 1] < text);

/**
 * Reads a checkpoint: lines in one fixed order, each written in one way.
 * @throws VerificationError when a byte of it is out of place
 */
export const readCheckpoint = (text) => {
  const lines = typeof text === 'string' ? text.split('\n') : [];
  check(lines.length > 0 && lines.pop() === '', 'the file has no checkpoint');
  let at = 0;
  const take = (rule) => {
    const found = rules[rule].exec(lines[at] ?? '');
    check(found, `line ${at + 1} of the checkpoint is no ${rule}: ${lines[at]}`);
    at += 1;
    return found.slice(1);
  };
  const takeAll = (rule) => {
    const found = [];
    while (rules[rule].test(lines[at] ?? '')) found.push(take(rule));
    return found;
  };
  const [wave, attempt] = take('origin').map(Number);
  const [entries] = take('size').map(Number);
  const [root] = take('root');
  const [policy] = take('policy');
  const [quota, formula] = take('quota');
  const tranches = takeAll('tranche').map(([startsOn, places]) => ({ startsOn, places: Number(places) }));
  const [code] = take('code');
  const regions = takeAll('region').map(([region, eligible, places, byTranche]) => ({
    code: region,
    eligible: Number(eligible),
    quota: Number(places),
    byTranche: byTranche.split(' ').slice(1).map(Number),
  }));
  const [chain, round] = take('beacon');
  const [noticeSeconds] = take('notice').map(Number);
  const [close] = take('close');
  const [threshold] = take('threshold').map(Number);
  const witnesses = takeAll('witness').map(([key]) => key);
  check(at === lines.length, `the checkpoint has a line too many: ${lines[at]}`);
  check(isAscending(regions.map((region) => region.code)), 'the regions of the checkpoint are not in order');
  check(isAscending(tranches.map(({ startsOn }) => startsOn)), 'the tranches of the checkpoint are not in order');
  check(threshold <= witnesses.length, 'the checkpoint asks for more witnesses than it names');
  const facts = { wave, attempt, entries, root: Buffer.from(root, 'base64'), policy, quota: Number(quota), formula };
  const rest = {
    code,
    tranches,
    regions,
    chain,
    round: Number(round),
    noticeSeconds,
    closesAtMs: Date.parse(close),
    threshold,
  };
  return { text, ...facts, ...rest, witnesses };
};
