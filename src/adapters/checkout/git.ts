import { execFile } from 'node:child_process';
import { Fault } from '../fault.ts';

/** One call of git in a folder of a checkout. Arguments are an array and no shell reads them, so no file name can act. */
export interface GitCall {
  readonly folder: string;
  readonly args: readonly string[];
  /** Most bytes of output that are taken; default 64 MiB. */
  readonly mostBytes?: number;
}

const mostBytes = 64 * 1024 * 1024;
const timeoutMs = 60_000;

/**
 * Settings that make git's output the same on every machine: no pager, no translation, no prompt, no lock, no program
 * of the repository's configuration, objects as they are stored.
 */
const settings = ['--no-pager', '--literal-pathspecs', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=true'];
const variables = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  // Changes the context lines of patches.
  GIT_DIFF_OPTS: '',
} as const;

/** git's standard output. Throws the fault `git_failed`, with git's first line of complaint. */
export async function git(call: GitCall): Promise<Buffer> {
  const { status, stdout, complaint } = await run(call);
  if (status === 0) return stdout;
  throw new Fault('git_failed', { message: `git ${call.args[0] ?? ''} failed: ${complaint}` });
}

/** As `git`, but null where git answers "no" (status 1 or 128 without being broken itself). */
export async function gitIfAny(call: GitCall): Promise<Buffer | null> {
  const { status, stdout } = await run(call);
  return status === 0 ? stdout : null;
}

interface Outcome {
  readonly status: number;
  readonly stdout: Buffer;
  readonly complaint: string;
}

function run({ folder, args, mostBytes: most = mostBytes }: GitCall): Promise<Outcome> {
  const options = {
    cwd: folder,
    env: { ...process.env, ...variables },
    encoding: 'buffer',
    maxBuffer: most,
    timeout: timeoutMs,
    windowsHide: true,
  } as const;
  return new Promise((resolve, reject) => {
    execFile('git', [...settings, ...args], options, (error, stdout, stderr) => {
      const complaint = firstLine(stderr.toString('utf8'));
      if (error === null) resolve({ status: 0, stdout, complaint });
      else if (typeof error.code === 'number') resolve({ status: error.code, stdout, complaint });
      else reject(new Fault('git_failed', { message: broken(error, args[0] ?? '', folder), cause: error }));
    });
  });
}

function broken(
  error: { readonly code?: string | number | null; readonly killed?: boolean },
  command: string,
  folder: string,
): string {
  if (error.code === 'ENOENT')
    return `git could not be started in ${folder}: is git installed, and is the folder there?`;
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `git ${command} answers with more than can be taken`;
  return error.killed === true
    ? `git ${command} took longer than ${timeoutMs / 1000} seconds`
    : `git ${command} failed`;
}

function firstLine(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? 'it gave no reason';
  return line.trim().slice(0, 300);
}
