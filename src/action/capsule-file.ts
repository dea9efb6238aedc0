import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Fault } from '../adapters/fault.ts';
import { writeTextFile } from '../adapters/files/text-file.ts';
import { canonicalJson } from '../core/canonical/json.ts';
import type { Capsule } from '../generated/types.ts';
import type { Inputs } from './inputs.ts';

/** Where capsules are written: the input `capsule-dir`, else the runner's temporary folder; null = nowhere. */
export function capsuleFolder(
  inputs: Inputs,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const given = inputs.text['capsule-dir'];
  if (given !== '') return resolve(environment['GITHUB_WORKSPACE'] ?? '.', given);
  return environment['RUNNER_TEMP'] || null;
}

/** Writes `rollout-gate-capsule-<number>.json` and answers its path. Throws the fault `file_unwritable`. */
export async function writeCapsule(folder: string, capsule: Capsule): Promise<string> {
  const path = join(folder, `rollout-gate-capsule-${capsule.snapshot.pull_request.number}.json`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new Fault('file_unwritable', { message: `The folder ${folder} can not be made.`, cause });
  }
  await writeTextFile(path, `${canonicalJson(capsule)}\n`);
  return path;
}
