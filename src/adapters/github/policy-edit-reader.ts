import type { PolicyEdit, PolicyEditReader } from '../../reconcile/ports/policy-edit.ts';
import type { PullRequestKey } from '../../reconcile/ports.ts';
import { Fault } from '../fault.ts';
import { entryText, entryWithText } from './facts/blob.ts';
import { policyOf, policyPath, policyPiece } from './facts/policy.ts';
import { repositoryOf, repositoryPiece } from './facts/pull-request.ts';
import { at, listAt, textAt } from './json-value.ts';
import type { OrganizationPolicy } from './organization-policy.ts';
import { asking, isFailed } from './query/asking.ts';
import type { Piece } from './query/piece.ts';
import type { Transport } from './transport/transport.ts';

const casesPath = '.github/rollout-gate/cases';

/** The policy and its cases at the head: in one request, since both are small. */
const headPolicy: Piece = {
  name: 'headPolicy',
  place: 'headCommit',
  selection: `oid headPolicy: file(path: "${policyPath}") { ${entryWithText} }
    cases: file(path: "${casesPath}") { object { ... on Tree { entries { name ${entryWithText} } } } }`,
  variables: {},
  keys: ['oid', 'headPolicy', 'cases'],
};

/** More cases than this are not run. */
const mostCases = 200;

export class GithubPolicyEditReader implements PolicyEditReader {
  readonly #transport: Transport;
  readonly #organization: OrganizationPolicy | undefined;

  constructor(transport: Transport, organization: OrganizationPolicy | undefined) {
    this.#transport = transport;
    this.#organization = organization;
  }

  async edit(key: PullRequestKey): Promise<PolicyEdit | null> {
    const ask = asking(this.#transport, key, 'ReadPolicyEdit');
    const answers = await ask([repositoryPiece, policyPiece, headPolicy]);
    const [policy, head] = [answers.get('policy'), answers.get('headPolicy')];
    const repository = repositoryOf(answers.get('repository') ?? { values: {}, errors: [] });
    const isWhole = [policy, head].every((answer) => !isFailed(answer) && answer?.errors.length === 0);
    // A hole must not look like a policy that was removed.
    if (policy === undefined || head === undefined || repository === null || !isWhole) {
      throw new Fault('github_answer_incomplete', { message: 'The edit of the policy could not be read.' });
    }
    const before = policyOf(repository.repository.full_name, policy);
    if (before === null) return null;
    const [entry, commit] = [at(head.values, 'headPolicy'), textAt(head.values, 'oid')];
    const blob = textAt(entry, 'oid');
    const after =
      blob === null || commit === null ? null : { ...before, commit, blob, text: entryText(entry)?.text ?? null };
    const cases = listAt(head.values, 'cases', 'object', 'entries')
      .flatMap((one) => {
        const name = textAt(one, 'name') ?? '';
        return name.endsWith('.json') ? [{ path: `${casesPath}/${name}`, text: entryText(one)?.text ?? null }] : [];
      })
      .slice(0, mostCases);
    return { before, organization: (await this.#organization?.()) ?? null, after, cases };
  }
}
