import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A git checkout in a temporary folder. Names, times and settings are fixed, so that equal steps give equal commits. */
export class Checkout {
  readonly folder: string;
  #commits = 0;

  constructor() {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')));
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('remote', 'add', 'origin', 'https://github.com/acme/agents.git');
  }

  /** Runs git and gives its output; a machine without git fails here, with git's name in the message. */
  git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8', env: this.#environment() });
  }

  /** As `git`, with bytes on its standard input. */
  gitWithInput(input: Uint8Array, ...args: readonly string[]): void {
    execFileSync('git', args, { cwd: this.folder, input, env: this.#environment() });
  }

  write(files: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    return this;
  }

  /** Writes the files and commits all that is there; the commit's SHA. */
  commit(files: Readonly<Record<string, string>>, message = 'Change'): string {
    this.write(files);
    this.git('add', '--all');
    this.#commits += 1;
    this.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    return this.git('rev-parse', 'HEAD').trim();
  }

  branch(name: string): this {
    this.git('switch', '--quiet', '--create', name);
    return this;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    const date = `2026-04-07T15:${String(this.#commits).padStart(2, '0')}:00Z`;
    return {
      PATH: process.env['PATH'],
      HOME: this.folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_COMMITTER_DATE: date,
    };
  }
}
