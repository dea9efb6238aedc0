import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { appManifest } from '../../../src/core/access/manifest.ts';
import {
  appEvents,
  appPermissions,
  covers,
  optionalParts,
  optionalPermissions,
  tokenPermissions,
} from '../../../src/core/access/permissions.ts';
import { productEvents, productPermissions } from '../../../src/sandbox/driver/product-app.ts';

const least = appManifest({ name: 'gate', url: 'https://gate.example', with: [] });

describe('the manifest', () => {
  test('asks for what the sandbox installs the App with, and for nothing else', () => {
    expect(least.default_permissions).toEqual(productPermissions);
  });

  test('names every event of the sandbox, but for that of code scanning, which GitHub refuses without its permission', () => {
    expect(least.default_events).toEqual(productEvents.filter((event) => event !== 'code_scanning_alert'));
    expect(Object.keys(appEvents).toSorted()).toEqual([...productEvents].toSorted());
  });

  test('is private, and its webhook is active only where an address is known', () => {
    expect(least).toMatchObject({
      public: false,
      hook_attributes: { url: 'https://gate.example/api/github/webhooks', active: true },
    });
    expect(appManifest({ name: 'gate', url: null, with: [] }).hook_attributes.active).toBe(false);
  });

  it.each([
    ['code-scanning', { security_events: 'read' }, ['code_scanning_alert']],
    ['attestations', { attestations: 'read' }, []],
    ['administration', { administration: 'read' }, []],
    ['publisher', { contents: 'write' }, []],
  ] as const)('with %s adds %j and nothing more', (part, permissions, events) => {
    const more = appManifest({ name: 'gate', url: null, with: [part] });
    expect(more.default_permissions).toEqual({ ...least.default_permissions, ...permissions });
    expect(more.default_events.filter((event) => !least.default_events.includes(event))).toEqual(events);
  });
});

test('a token of ours has no more than the App was granted, no write of contents and statuses, and no administration', () => {
  for (const [name, level] of Object.entries(tokenPermissions)) {
    expect(covers(least.default_permissions, name, level), name).toBe(true);
  }
  expect(tokenPermissions).toMatchObject({ contents: 'read', statuses: 'read' });
  expect(Object.keys(tokenPermissions)).not.toContain('administration');
});

test('docs/app.md shows the permissions as they are', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/app.md'), 'utf8');
  const rows = Object.values(appPermissions).map(({ title, level, why }) => `| ${title} | ${level} | ${why} |`);
  const shown = page.split('## Permissions')[1]?.split('## Events')[0] ?? '';
  const table = shown.split('\n').filter((line) => /^\| [A-Z]/.test(line));
  expect(table).toEqual(rows);
  const optional = optionalParts.map((part) => {
    const { name, level, why } = optionalPermissions[part];
    return `| \`${part}\` | \`${name}: ${level}\` | ${why} |`;
  });
  expect(shown.split('\n').filter((line) => line.startsWith('| `'))).toEqual(optional);
});
