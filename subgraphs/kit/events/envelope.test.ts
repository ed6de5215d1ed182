import { CloudEvent } from 'cloudevents';
import { expect, test } from 'vitest';
import { announced, requestId, signedEvent } from '../../../tests/testkit/events.ts';
import { parseCloudEvent } from './envelope.ts';

const { payload } = signedEvent();

test('our envelope is a valid CloudEvent for the CloudEvents SDK', () => {
  const event = new CloudEvent(JSON.parse(payload), true);
  expect(event).toMatchObject({ specversion: '1.0', source: 'pmo', type: announced.type, requestid: requestId });
  expect(event.dataschema).toBe(announced.schemaUri);
});

test('an envelope that lacks an attribute is not read', () => {
  const whole = JSON.parse(payload);
  expect(parseCloudEvent(payload)).toEqual(whole);
  for (const attribute of Object.keys(whole).filter((key) => key !== 'data')) {
    expect(parseCloudEvent(JSON.stringify({ ...whole, [attribute]: undefined })), attribute).toBeNull();
  }
  expect(parseCloudEvent('{')).toBeNull();
});
