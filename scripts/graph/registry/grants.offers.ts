import { randomUUID } from 'node:crypto';
import { table } from '../table.ts';
import { type AskerValues, askRegistry, mutate, print, required } from './asker.ts';
import { type AllowanceValues, allowanceOf, wordsIn } from './grants.allowance.ts';

interface OfferAnswer {
  id: string;
  owner: string;
  element: string;
  permissions: string[];
  fields: string[] | null;
  kinds: string[] | null;
  organizations: string[] | null;
  untilDay: string | null;
  status: string;
  reason: string;
  terms: { class: string; purpose: string; isConsentNeeded: boolean } | null;
}

interface OfferValues extends AllowanceValues, AskerValues {
  id?: string | undefined;
  owner?: string | undefined;
  status?: string | undefined;
  kinds?: string | undefined;
  for?: string | undefined;
}

interface OfferCall {
  action: 'offers' | 'offer' | 'open' | 'close';
  values: OfferValues;
  isJson: boolean;
}

const HEADINGS = ['OWNER', 'FOR', 'ON', 'MAY', 'FIELDS', 'UNTIL', 'STATUS', 'ID'];

const audienceOf = ({ kinds, organizations }: OfferAnswer): string =>
  [...(kinds ?? []), ...(organizations ?? [])].join(',') || 'everybody';

const rowOf = (offer: OfferAnswer): string[] => [
  offer.owner,
  audienceOf(offer),
  offer.element,
  offer.permissions.join(','),
  offer.fields?.join(',') ?? 'all',
  offer.untilDay ?? '',
  offer.status,
  offer.id,
];

/** What who accepts it agrees to, below the table. */
const termsText = ({ id, reason, terms }: OfferAnswer): string => {
  const consent = terms?.isConsentNeeded ? "with the person's consent" : 'without asking the person';
  const data = terms ? `; ${terms.class} personal data, ${consent}: ${terms.purpose}` : '';
  return `${id}: ${reason}${data}\n`;
};

const shown = (offers: readonly OfferAnswer[]): string =>
  `${table([HEADINGS, ...offers.map(rowOf)])}${offers.map(termsText).join('')}`;

const changeOf = (action: Exclude<OfferCall['action'], 'offers'>, values: OfferValues): [string, object] => {
  if (action === 'open') return ['ApproveOffer', { id: required(values.id, '--id') }];
  if (action === 'close') {
    return ['WithdrawOffer', { id: required(values.id, '--id'), reason: required(values.reason, '--reason') }];
  }
  const { owner = null, kinds, for: organizations } = values;
  const audience = {
    kinds: kinds === undefined ? null : wordsIn(kinds),
    organizations: organizations === undefined ? null : wordsIn(organizations),
  };
  return ['OfferTerms', { input: { owner, ...audience, ...allowanceOf(values) }, key: randomUUID() }];
};

/** Lists or changes what owners offer before anybody asks. @throws UsageError */
export const runOffers = async ({ action, values, isJson }: OfferCall): Promise<void> => {
  const ask = askRegistry(values);
  if (action === 'offers') {
    const variables = { first: 100, owner: values.owner, element: values.on, status: values.status };
    const { grantOffers } = await ask<{ grantOffers: { nodes: OfferAnswer[] } }>('ListOffers', variables);
    return print(isJson, grantOffers.nodes, shown(grantOffers.nodes));
  }
  const [name, variables] = changeOf(action, values);
  const done = await mutate<{ offer: OfferAnswer }>(ask, name, variables);
  print(isJson, done, shown([done.offer]));
};
