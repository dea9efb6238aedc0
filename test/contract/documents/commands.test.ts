import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

interface CommandLine {
  readonly command: string;
  readonly line: string;
}

/** Command lines in fences and code spans; docs/cli.md has a test of its own that runs them. */
const lines = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs')).flatMap((file) =>
    file.endsWith('.md') && file !== 'cli.md' ? [`docs/${file}`] : [],
  ),
].flatMap((page) => commandLines(readFileSync(join(root, page), 'utf8')));
const commands = [...new Set(lines.map(({ command }) => command))].toSorted((a, b) => a.localeCompare(b));

describe('command lines in the documents', () => {
  test('are found', () => {
    expect(commands).toEqual(
      expect.arrayContaining(['check', 'draft', 'explain', 'init', 'policy', 'replay', 'validate']),
    );
  });

  it.each(commands)('of rollout-gate %s use only options that its help names', (command) => {
    const { stdout, status } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), command, '--help'], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(status).toBe(0);
    expect(stdout).toContain(`rollout-gate ${command}`);
    const options = lines.flatMap((found) => (found.command === command ? (found.line.match(/--[a-z-]+/g) ?? []) : []));
    expect(options.filter((option) => !stdout.includes(option))).toEqual([]);
  });
});

function commandLines(text: string): CommandLine[] {
  const found = text.matchAll(/^npx rollout-gate ([a-z-]+)([^#\n]*)|`(?:npx )?rollout-gate ([a-z-]+)([^`]*)`/gm);
  return [...found].map(([, command, rest, inline, more]) => ({
    command: command ?? inline ?? '',
    line: rest ?? more ?? '',
  }));
}
