import { getInput, setFailed, setOutput } from '@actions/core';
import { context, getOctokit } from '@actions/github';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import schema from '../../schemas/policy.schema.json' with { type: 'json' };

/**
 * The baseline: an Action of the usual shape. It loads the toolkit, octokit, a YAML parser and a schema compiler at its
 * top, reads one file, parses and validates it, and posts one check run.
 */
async function main(): Promise<void> {
  const octokit = getOctokit(getInput('token', { required: true }));
  const { data } = await octokit.rest.repos.getContent({ ...context.repo, path: '.github/rollout-gate.yml' });
  if (!('content' in data)) throw new Error('the policy is no file');
  const policy: unknown = parse(Buffer.from(data.content, 'base64').toString('utf8'));
  const { 'x-validator': _own, ...plain } = schema;
  const validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(plain);
  const conclusion = validate(policy) ? 'success' : 'failure';
  const pull = context.payload.pull_request as { readonly head: { readonly sha: string } } | undefined;
  await octokit.rest.checks.create({
    ...context.repo,
    name: 'usual',
    head_sha: pull?.head.sha ?? context.sha,
    status: 'completed',
    conclusion,
    output: { title: conclusion, summary: `${validate.errors?.length ?? 0} problems` },
  });
  setOutput('decision', conclusion);
}

main().catch((error: unknown) => setFailed(error instanceof Error ? error : String(error)));
