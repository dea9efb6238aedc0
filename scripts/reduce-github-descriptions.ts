import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { reduceRest } from './reduce-github-descriptions/rest.ts';
import type { JsonObject } from './reduce-github-descriptions/shape.ts';
import { reduceWebhooks } from './reduce-github-descriptions/webhooks.ts';

/**
 * Makes `test/fixtures/github/{openapi,webhooks}.json` from GitHub's own descriptions. Those are hundreds of megabytes,
 * so they are installed into a temporary folder and thrown away; only the shapes that we use are checked in.
 * To use one more operation or event: add it to `reduce-github-descriptions/operations.json` and run this again.
 */
type Source = { readonly package: string; readonly version: string; readonly file: string };
type Wanted = {
  readonly openapi: Source;
  readonly webhooks: Source;
  readonly operations: readonly string[];
  readonly events: readonly string[];
};

function main(root: string): void {
  const wanted = readJson<Wanted>(join(root, 'scripts/reduce-github-descriptions/operations.json'));
  const folder = mkdtempSync(join(tmpdir(), 'github-descriptions-'));
  try {
    install(folder, [wanted.openapi, wanted.webhooks]);
    const rest = reduceRest(readDescription(folder, wanted.openapi), wanted.operations);
    const webhooks = reduceWebhooks(readDescription(folder, wanted.webhooks), wanted.events);
    write(join(root, 'test/fixtures/github/openapi.json'), wanted.openapi, rest);
    write(join(root, 'test/fixtures/github/webhooks.json'), wanted.webhooks, webhooks);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(folder: string, sources: readonly Source[]): void {
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  const packages = sources.map((source) => `${source.package}@${source.version}`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  execFileSync('npm', ['install', ...options, ...packages], { cwd: folder, stdio: 'inherit' });
}

function readDescription(folder: string, source: Source): JsonObject {
  return readJson<JsonObject>(join(folder, 'node_modules', source.package, source.file));
}

function readJson<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(file, 'utf8')) as Shape;
}

function write(file: string, source: Source, reduced: JsonObject): void {
  const text = `${JSON.stringify({ source: `${source.package}@${source.version}`, ...reduced })}\n`;
  writeFileSync(file, text);
  console.log(`wrote ${file}: ${Math.round(text.length / 1024)} KB`);
}

main(dirname(import.meta.dirname));
