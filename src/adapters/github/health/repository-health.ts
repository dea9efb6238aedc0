import type {
  BranchRule,
  CodeownersFact,
  RepositoryFact,
  RulesState,
  TeamState,
  TextState,
  UserState,
} from '../../../core/doctor/facts.ts';
import { Fault } from '../../fault.ts';
import type { DoctorReader } from '../../../reconcile/ports-doctor.ts';
import { booleanAt, idAt, listAt, numberAt, textAt } from '../json-value.ts';
import { isOneFactOnly, restPages } from '../rest/pages.ts';
import type { RepositoryName } from '../rest/repository-name.ts';
import { type RestAnswer, restPath, type Transport } from '../transport/transport.ts';

/** Where GitHub looks for owners; it takes the first that exists (github-checked rule 28). */
const ownerPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Reads a repository's health by REST, each fact on its own: what the token may not read leaves the others readable. */
export class GithubDoctorReader implements DoctorReader {
  readonly #transport: Transport;
  readonly #name: RepositoryName;
  readonly #now: () => Date;
  #skew: number | null = null;

  constructor(transport: Transport, name: RepositoryName, now: () => Date) {
    this.#transport = transport;
    this.#name = name;
    this.#now = now;
  }

  async repository(): Promise<RepositoryFact | null> {
    const answer = await this.#get('/repos/{owner}/{repo}', { ...this.#name });
    if (answer === 'absent') return null;
    if (answer === 'unreadable') {
      throw new Fault('github_answer_incomplete', { message: "GitHub didn't answer about the repository" });
    }
    const full_name = textAt(answer.data, 'full_name');
    const default_branch = textAt(answer.data, 'default_branch');
    if (full_name === null || default_branch === null) return null;
    const isUser = textAt(answer.data, 'owner', 'type') === 'User';
    const archived = booleanAt(answer.data, 'archived') === true;
    return { full_name, default_branch, owner_type: isUser ? 'User' : 'Organization', archived };
  }

  skewSeconds(): number | null {
    return this.#skew;
  }

  async text(path: string, branch: string): Promise<TextState> {
    const place = path.split('/').map(encodeURIComponent).join('/');
    const answer = await this.#get(`/repos/{owner}/{repo}/contents/${place}`, { ...this.#name, ref: branch });
    if (typeof answer === 'string') return answer;
    const content = textAt(answer.data, 'content');
    if (content === null || textAt(answer.data, 'encoding') !== 'base64') return 'unreadable';
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(content, 'base64')) };
    } catch {
      return 'unreadable';
    }
  }

  async paths(branch: string): Promise<readonly string[] | null> {
    const answer = await this.#get('/repos/{owner}/{repo}/git/trees/{branch}', { ...this.#name, branch, recursive: 1 });
    if (typeof answer === 'string' || booleanAt(answer.data, 'truncated') !== false) return null;
    return listAt(answer.data, 'tree').flatMap((entry) =>
      textAt(entry, 'type') === 'blob' ? (textAt(entry, 'path') ?? []) : [],
    );
  }

  async rules(branch: string): Promise<RulesState> {
    const { complete, items, fault } = await restPages(this.#transport, {
      template: '/repos/{owner}/{repo}/rules/branches/{branch}',
      values: { ...this.#name, branch },
      items: (data) => listAt({ data }, 'data'),
      mostPages: 10,
    });
    if (complete) return items.flatMap(rulesIn);
    return fault?.retryable === true ? 'unreadable' : 'refused';
  }

  async team(slug: string): Promise<TeamState> {
    const values = { org: this.#name.owner, slug };
    const team = await this.#get('/orgs/{org}/teams/{slug}', values);
    if (typeof team === 'string') return team;
    const { complete, items } = await restPages(this.#transport, {
      template: '/orgs/{org}/teams/{slug}/members',
      values,
      items: (data) => listAt({ data }, 'data'),
      mostPages: 20,
    });
    return complete || items.length > 0 ? { size: items.length } : 'unreadable';
  }

  async user(login: string): Promise<UserState> {
    const answer = await this.#get('/users/{login}', { login });
    if (typeof answer === 'string') return answer;
    const id = idAt(answer.data, 'id');
    return id === null ? 'unreadable' : { id };
  }

  async codeowners(branch: string): Promise<CodeownersFact | 'absent' | 'unreadable'> {
    for (const path of ownerPlaces) {
      const found = await this.text(path, branch);
      if (found === 'absent') continue;
      if (found === 'unreadable') return 'unreadable';
      const errors = await this.#get('/repos/{owner}/{repo}/codeowners/errors', { ...this.#name, ref: branch });
      if (typeof errors === 'string') return 'unreadable';
      const error_lines = listAt(errors.data, 'errors').flatMap((error) => numberAt(error, 'line') ?? []);
      return { path, text: found.text, error_lines };
    }
    return 'absent';
  }

  async #get(
    template: string,
    values: Readonly<Record<string, string | number>>,
  ): Promise<RestAnswer | 'absent' | 'unreadable'> {
    try {
      const answer = await this.#transport.rest({ method: 'GET', path: restPath(template, values) });
      const told = Date.parse(answer.headers['date'] ?? '');
      if (!Number.isNaN(told)) this.#skew = (this.#now().getTime() - told) / 1000;
      return answer;
    } catch (error) {
      if (!isOneFactOnly(error)) throw error;
      return error.code === 'github_not_found' ? 'absent' : 'unreadable';
    }
  }
}

function rulesIn(rule: unknown): BranchRule[] {
  const checks = listAt(rule, 'parameters', 'required_status_checks').flatMap((check): BranchRule[] => {
    const context = textAt(check, 'context');
    return context === null ? [] : [{ kind: 'required_check', context, integration_id: idAt(check, 'integration_id') }];
  });
  const workflows = listAt(rule, 'parameters', 'workflows').flatMap((workflow): BranchRule[] => {
    const path = textAt(workflow, 'path');
    return path === null ? [] : [{ kind: 'required_workflow', path }];
  });
  const isQueue = textAt(rule, 'type') === 'merge_queue';
  const queue: BranchRule[] = isQueue
    ? [{ kind: 'merge_queue', grouping: textAt(rule, 'parameters', 'grouping_strategy') }]
    : [];
  return [...checks, ...workflows, ...queue];
}
