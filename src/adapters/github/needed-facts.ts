import type { PermissionFact, Person, SignalFileFact, Snapshot, TextFact, UserFact } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import { type BaseRun, baseRunsOf, baseSuites } from './facts/base-runs.ts';
import { codeownersErrorsPiece, codeownersOf, codeownersPiece } from './facts/codeowners.ts';
import { bodyEditsPiece, bodyTextsOf } from './facts/requesters.ts';
import { labelledIssues, openPullRequests } from './facts/findings.ts';
import { permissionOf, permissionPiece, teamMembers, userOf, userPiece } from './facts/roles.ts';
import {
  type Found,
  isDefaultWorkflow,
  namedFileOf,
  namedFilePiece,
  recordOf,
  recordPiece,
  reviewedPiece,
  workflowPieces,
} from './facts/texts.ts';
import { textAt } from './json-value.ts';
import type { Collected } from './query/connection.ts';
import type { PieceAnswer } from './query/piece.ts';
import type { Wanted } from './wanted.ts';
import { commitPiece, listQuestion, pieceQuestion, type Question } from './question.ts';

/** What is known when needs are turned into questions. */
export interface KnownContext {
  /** null before the first answer. */
  readonly baseRef: string | null;
  /** The app whose gate checks tell the ids that other pull requests use. */
  readonly app: number | string;
  readonly gate: string;
}

/** Everything that was asked for because of needs, by what it is about. A missing entry was not asked or not told. */
export class NeededFacts {
  readonly teams = new Map<string, Collected>();
  readonly users = new Map<string, UserFact>();
  /** Node ids of teams by slug and of people by numeric id: by these they are asked to review. */
  readonly nodes = { teams: new Map<string, string>(), users: new Map<number, string>() };
  readonly permissions = new Map<number, PermissionFact | 'ask REST'>();
  readonly records = new Map<string, Found>();
  readonly files = new Map<string, SignalFileFact>();
  readonly workflows = new Map<string, boolean>();
  issues: Collected | null = null;
  openPullRequests: Collected | null = null;
  /** Workflow runs on the base's tip. */
  baseRuns: readonly BaseRun[] = [];
  codeowners: Snapshot['codeowners'] | 'unread' = 'unread';
  /** Every text that the body was; null = not asked. */
  bodyTexts: readonly string[] | 'unread' | null = null;
  /** Head commits that answers were about; more than one = the head moved meanwhile. */
  readonly heads = new Set<string>();
  readonly #asked = new Set<string>();
  #index = 0;

  /** The questions that the needs raise and that were not asked yet. */
  questions(needs: Wanted, context: KnownContext): readonly Question[] {
    const questions = [
      ...needs.teams.map((slug) => this.#team(slug)),
      ...needs.users.map((login) => this.#user(login)),
      ...needs.permissions.map((person) => this.#permission(person)),
      ...needs.records.flatMap((path) => [this.#record('head', path), this.#record('base', path)]),
      ...needs.reviewed.flatMap((commit) => needs.records.map((path) => this.#reviewed(commit, path))),
      ...needs.files.map(({ path, text }) => this.#file(path, text)),
      ...needs.workflows.map((path) => this.#workflow(path)),
      ...(needs.issues_label === null ? [] : [this.#issues(needs.issues_label)]),
      ...(needs.reports.some(({ baseline }) => baseline) ? [this.#baseRuns()] : []),
      ...(needs.codeowners && context.baseRef !== null ? [this.#codeowners(context.baseRef)] : []),
      ...(needs.body_edits ? [this.#bodyEdits()] : []),
      ...(needs.records.length > 0 ? [this.#open(context.app, context.gate)] : []),
    ].filter(({ key }) => !this.#asked.has(key));
    const once = [...new Map(questions.map((question) => [question.key, question])).values()];
    for (const { key } of once) this.#asked.add(key);
    return once;
  }

  #team(slug: string): Question {
    const connection = teamMembers(slug, this.#next());
    const first = connection.page(null);
    const question = listQuestion(`team ${slug}`, connection, true, (list) => this.teams.set(slug, list));
    return {
      ...question,
      take: (answers, lists) => {
        question.take(answers, lists);
        const node = textAt(answers.get(first.name)?.values, first.name, 'id');
        if (node !== null) this.nodes.teams.set(slug, node);
      },
    };
  }

  #user(login: string): Question {
    const index = this.#next();
    const piece = userPiece(login, index);
    return pieceQuestion(`user ${login}`, [piece], (answers) => {
      const fact = userOf(login, index, answers.get(piece.name));
      if (fact !== null) this.users.set(login, fact);
      const node = textAt(answers.get(piece.name)?.values, piece.name, 'id');
      if (fact !== null && fact.id !== null && node !== null) this.nodes.users.set(fact.id, node);
    });
  }

  #permission(person: Person): Question {
    const index = this.#next();
    const piece = permissionPiece(person, index);
    return pieceQuestion(`permission ${person.id}`, [piece], (answers) => {
      this.permissions.set(person.id, permissionOf(person, index, answers.get(piece.name)) ?? 'ask REST');
    });
  }

  #record(side: 'head' | 'base', path: string): Question {
    const piece = recordPiece(side, path, this.#next());
    const commit = commitPiece(side);
    return pieceQuestion(`${side} ${path}`, [piece, commit], (answers) => {
      const sha = textAt(answers.get(commit.name)?.values, 'oid');
      if (side === 'head' && sha !== null) this.heads.add(sha);
      const found = sha === null ? 'unread' : recordOf(side, sha, path, piece.name, answers.get(piece.name));
      this.records.set(`${side} ${path}`, found);
    });
  }

  #reviewed(commit: string, path: string): Question {
    const piece = reviewedPiece(commit, path, this.#next());
    return pieceQuestion(`reviewed ${commit}:${path}`, [piece], (answers) => {
      this.records.set(
        `reviewed ${commit}:${path}`,
        recordOf('reviewed', commit, path, piece.name, answers.get(piece.name)),
      );
    });
  }

  #file(path: string, text: boolean): Question {
    const index = this.#next();
    const piece = namedFilePiece(path, index, text);
    return pieceQuestion(`file ${text} ${path}`, [piece, commitPiece('head')], (answers) => {
      this.#seeHead(answers);
      const fact = namedFileOf(path, index, text, answers.get(piece.name));
      if (fact !== null && this.files.get(path)?.length == null) this.files.set(path, fact);
    });
  }

  #workflow(path: string): Question {
    const index = this.#next();
    const [head, main] = workflowPieces(path, index);
    return pieceQuestion(`workflow ${path}`, [head, main, commitPiece('head')], (answers) => {
      this.#seeHead(answers);
      const same = isDefaultWorkflow(index, answers.get(head.name), answers.get(main.name));
      if (same !== null) this.workflows.set(path, same);
    });
  }

  #issues(label: string): Question {
    return listQuestion(`issues ${label}`, labelledIssues(label), false, (list) => {
      this.issues = list;
    });
  }

  #open(app: number | string, gate: string): Question {
    return listQuestion('open pull requests', openPullRequests(app, gate), false, (list) => {
      this.openPullRequests = list;
    });
  }

  #baseRuns(): Question {
    return listQuestion('base runs', baseSuites, false, (list) => {
      this.baseRuns = baseRunsOf(list);
    });
  }

  #codeowners(baseRef: string): Question {
    const errors = codeownersErrorsPiece(baseRef);
    return pieceQuestion(`codeowners ${baseRef}`, [codeownersPiece, errors], (answers) => {
      this.codeowners = codeownersOf(answers.get(codeownersPiece.name), answers.get(errors.name));
    });
  }

  #bodyEdits(): Question {
    return pieceQuestion('body edits', [bodyEditsPiece], (answers) => {
      this.bodyTexts = bodyTextsOf(answers.get(bodyEditsPiece.name));
    });
  }

  #seeHead(answers: ReadonlyMap<string, PieceAnswer>): void {
    const sha = textAt(answers.get('headNow')?.values, 'oid');
    if (sha !== null) this.heads.add(sha);
  }

  #next(): number {
    this.#index += 1;
    return this.#index;
  }
}

/** Texts of record files that are there; `unread` when any could not be read. */
export function recordFacts(facts: NeededFacts, needs: Needs): readonly TextFact[] | 'unread' {
  const list: TextFact[] = [];
  for (const path of needs.records) {
    for (const side of ['head', 'base'] as const) {
      const found = facts.records.get(`${side} ${path}`);
      if (found === undefined || found === 'unread') return 'unread';
      if (found !== 'absent') list.push(found);
    }
    for (const commit of needs.reviewed) {
      // Not told = the approval can't be kept; nothing else hangs on it.
      const found = facts.records.get(`reviewed ${commit}:${path}`);
      if (found !== undefined && typeof found !== 'string') list.push(found);
    }
  }
  return list;
}
