import type { ClassType } from 'type-graphql';
import { declareMutation } from '../../kit/mutation.ts';
import { MOST_REPLAYS } from './replay.service.ts';
import { refusals } from './webhook.refusal.ts';
import { forbidden, MOST_SECRETS, MOST_TYPES, MOST_WEBHOOKS } from './webhook.service.ts';
import { transition, WebhookStatus } from './webhook.status.ts';
import { WebhookType } from './webhook.type.ts';

const { ACTIVE, PAUSED } = WebhookStatus;

const common = { takes: 'the scope `webhook:manage`', weight: 50 };

const payload = (description: string) => ({
  field: 'webhook',
  type: () => WebhookType,
  description,
  fieldDescription: 'The webhook.',
});

const ofTarget = [
  refusals.url('it is not https', 'bukan https'),
  refusals.nameUnknown(),
  refusals.addressForbidden(),
  refusals.types(MOST_TYPES),
  refusals.typeUnknown('seat.sold'),
];

const secret = {
  type: () => String as unknown as ClassType,
  description:
    'The secret that signs (`whsec_…`), shown here only: keep it where the receiver verifies. A repeated call shows it again.',
};

export const registerWebhook = declareMutation({
  ...common,
  name: 'registerWebhook',
  does: "Lets an address of your organisation's own have its events, from now on.",
  refusals: [forbidden(), ...ofTarget, refusals.organizationUnknown(), refusals.limit(MOST_WEBHOOKS)],
  isKeyed: true,
  payload: { ...payload('The webhook with its secret, or why there is none.'), others: { secret } },
});

export const updateWebhook = declareMutation({
  ...common,
  name: 'updateWebhook',
  does: 'Changes where events go, and which; its place among the events stays.',
  refusals: [forbidden(), refusals.unknown(), ...ofTarget],
  payload: payload('The changed webhook, or why it was not changed.'),
});

export const pauseWebhook = declareMutation({
  ...common,
  name: 'pauseWebhook',
  does: 'Lets a webhook have no events until it is resumed.',
  refusals: [forbidden(), refusals.unknown(), transition.refusal(PAUSED, PAUSED)],
  payload: payload('The paused webhook, or why it was not paused.'),
});

export const resumeWebhook = declareMutation({
  ...common,
  name: 'resumeWebhook',
  does: 'Lets a paused webhook go on where it stopped, or behind the event of a number.',
  refusals: [forbidden(), refusals.unknown(), transition.refusal(ACTIVE, ACTIVE), refusals.sequence()],
  payload: payload('The resumed webhook, or why it was not resumed.'),
});

export const rotateWebhookSecret = declareMutation({
  ...common,
  name: 'rotateWebhookSecret',
  does: 'Gives a webhook a new secret. For a day the former one signs beside it, so that the receiver can change without a pause.',
  refusals: [forbidden(), refusals.unknown(), refusals.secretLimit(MOST_SECRETS)],
  isKeyed: true,
  payload: { ...payload('The webhook with its new secret, or why it has none.'), others: { secret } },
});

export const removeWebhook = declareMutation({
  ...common,
  name: 'removeWebhook',
  does: 'Ends a webhook and its secrets, for ever; what it got stays in its deliveries.',
  refusals: [forbidden(), refusals.unknown()],
  payload: payload('The removed webhook, or why it was not removed.'),
});

export const sendTestEvent = declareMutation({
  ...common,
  name: 'sendTestEvent',
  does: 'Sends an event of the type `test.sent` to one webhook, in its place among the events, whatever types it has.',
  refusals: [forbidden(), refusals.unknown()],
  payload: payload('The webhook that gets the test, or why it gets none.'),
});

export const replayEvents = declareMutation({
  ...common,
  name: 'replayEvents',
  does: 'Lets a webhook have events once more, in their order and with their ids, beside what it gets anyway; also those of before it was registered.',
  refusals: [
    forbidden(),
    refusals.unknown(),
    refusals.replay(),
    refusals.replayEmpty(),
    refusals.replayLimit(MOST_REPLAYS),
    refusals.types(MOST_TYPES),
    refusals.typeUnknown('seat.sold'),
  ],
  isKeyed: true,
  payload: payload('The webhook with its replays, or why there is no new one.'),
});
