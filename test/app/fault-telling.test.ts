import { expect, it } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { faultTelling } from '../../src/app/fault-telling.ts';

it.each([
  ['warn', true],
  ['error', false],
] as const)('a failure of work is counted and logged as %s when it may pass by itself: %s', (level, passing) => {
  const said: unknown[] = [];
  const log = {
    warn: (fields: object, message: string) => void said.push('warn', fields, message),
    error: (fields: object, message: string) => void said.push('error', fields, message),
  };
  const tell = faultTelling({ log, metrics: { failed: (code) => void said.push(code) } });
  tell(new Fault('github_unreachable', { message: 'no answer' }), 'pull_request a/b#1', passing);
  const fields = { key: 'pull_request a/b#1', code: 'github_unreachable', retryable: true };
  expect(said).toEqual(['github_unreachable', level, fields, 'no answer']);
});
