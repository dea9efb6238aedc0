import type { Person } from '../../generated/types.ts';
import { baseRunsOf, baseSuites } from './facts/base-runs.ts';
import { codeownersErrorsPiece, codeownersOf, codeownersPiece } from './facts/codeowners.ts';
import { labelledIssues } from './facts/findings.ts';
import { bodyEditsPiece, bodyTextsOf } from './facts/requesters.ts';
import { permissionOf, permissionPiece, teamMembers, userOf, userPiece } from './facts/roles.ts';
import {
  isDefaultWorkflow,
  namedFileOf,
  namedFilePiece,
  recordOf,
  recordPiece,
  reviewedPiece,
  workflowPieces,
} from './facts/texts.ts';
import { areFew, gatesQuestion, openQuestion, openWithSummariesQuestion } from './gate-questions.ts';
import { textAt } from './json-value.ts';
import type { NeededFacts } from './needed-facts.ts';
import type { PieceAnswers } from './query/piece.ts';
import { commitPiece, listQuestion, pieceQuestion, type Question } from './question.ts';
import type { ReaderOptions } from './reader-options.ts';
import type { Wanted } from './wanted.ts';

/** What is known when needs are turned into questions. */
export interface KnownContext {
  /** null before the first answer. */
  readonly baseRef: string | null;
  /** The app whose gate checks tell the ids that other pull requests use. */
  readonly app: number | string;
  readonly gate: string;
  /** Whether the list of open pull requests is asked for with its gate checks' texts. */
  readonly summaries: boolean;
}

/** The context of a reader's questions, under the gate's own name. */
export function contextOf(
  { app, marks }: Pick<ReaderOptions, 'app' | 'marks'>,
  known: Pick<KnownContext, 'baseRef' | 'summaries'>,
): KnownContext {
  return { ...known, app, gate: marks.gates[0] ?? '' };
}

/** The questions of one reading: each is asked once. */
export class Questions {
  /** Keys of what the first request asked. */
  readonly #first: ReadonlySet<string>;
  readonly #asked = new Set<string>();
  #found: Question[] = [];

  constructor(first: ReadonlySet<string> = new Set()) {
    this.#first = first;
  }

  /** The questions that the needs raise and that were not asked yet; `gates`: others' gate checks that have to be read. */
  of(needs: Wanted, context: KnownContext, gates: readonly string[] = []): readonly Question[] {
    const { baseRef } = context;
    this.#found = [];
    for (const slug of needs.teams) this.#ask(`team ${slug}`, teamQuestion, slug);
    for (const login of needs.users) this.#ask(`user ${login}`, userQuestion, login);
    for (const person of needs.permissions)
      this.#ask(`permission ${person.id} ${person.login}`, permissionQuestion, person);
    for (const path of needs.records) {
      this.#ask(`head ${path}`, headRecordQuestion, path);
      this.#ask(`base ${path}`, baseRecordQuestion, path);
    }
    for (const commit of needs.reviewed) {
      for (const path of needs.records) this.#ask(`reviewed ${commit}:${path}`, reviewedQuestion, { commit, path });
    }
    for (const file of needs.files) this.#ask(`file ${file.text} ${file.path}`, fileQuestion, file);
    for (const path of needs.workflows) this.#ask(`workflow ${path}`, workflowQuestion, path);
    if (needs.issues_label !== null) this.#ask(`issues ${needs.issues_label}`, issuesQuestion, needs.issues_label);
    if (needs.reports.some(({ baseline }) => baseline)) this.#ask('runs of base', baseRunsQuestion, null);
    if (needs.codeowners && baseRef !== null) this.#ask(`codeowners ${baseRef}`, codeownersQuestion, baseRef);
    if (needs.body_edits) this.#ask('body edits', bodyEditsQuestion, null);
    if (needs.records.length > 0) this.#ask('open pull requests', openQuestion, context);
    if (gates.length > 0) this.#askGates(gates, context);
    return this.#found;
  }

  /** A few by their ids. Where they are many, or what came told less or something else, the whole list is read with its texts. */
  #askGates(gates: readonly string[], context: KnownContext): void {
    if (areFew(gates) && !this.#asked.has('gates')) this.#ask('gates', gatesQuestion, gates);
    else this.#ask('open pull requests with summaries', openWithSummariesQuestion, context);
  }

  /** Most of what is needed was asked before: a question is made for the rest only. */
  #ask<About>(key: string, make: (key: string, about: About, index: number) => Question, about: About): void {
    if (this.#first.has(key) || this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#found.push(make(key, about, this.#first.size + this.#asked.size));
  }
}

function teamQuestion(key: string, slug: string, index: number): Question {
  const connection = teamMembers(slug, index);
  const { name } = connection;
  return listQuestion(key, connection, true, (facts, list, answer) => {
    facts.teams.set(slug, list);
    const node = textAt(answer?.values, name, 'id');
    if (node !== null) facts.nodes.teams.set(slug, node);
  });
}

function userQuestion(key: string, login: string, index: number): Question {
  const piece = userPiece(login, index);
  return pieceQuestion(key, [piece], ({ users, nodes }, answers) => {
    const fact = userOf(login, index, answers.get(piece.name));
    if (fact !== null) users.set(login, fact);
    const node = textAt(answers.get(piece.name)?.values, piece.name, 'id');
    if (fact !== null && fact.id !== null && node !== null) nodes.users.set(fact.id, node);
  });
}

function permissionQuestion(key: string, person: Person, index: number): Question {
  const piece = permissionPiece(person, index);
  return pieceQuestion(key, [piece], ({ permissions }, answers) => {
    permissions.set(person.id, permissionOf(person, index, answers.get(piece.name)) ?? 'ask REST');
  });
}

function headRecordQuestion(key: string, path: string, index: number): Question {
  return recordQuestion(key, 'head', path, index);
}

function baseRecordQuestion(key: string, path: string, index: number): Question {
  return recordQuestion(key, 'base', path, index);
}

function recordQuestion(key: string, side: 'head' | 'base', path: string, index: number): Question {
  const piece = recordPiece(side, path, index);
  const commit = commitPiece(side);
  return pieceQuestion(key, [piece, commit], ({ heads, records }, answers) => {
    const sha = textAt(answers.get(commit.name)?.values, 'oid');
    if (side === 'head' && sha !== null) heads.add(sha);
    const found = sha === null ? 'unread' : recordOf(side, sha, path, piece.name, answers.get(piece.name));
    records[side].set(path, found);
  });
}

function reviewedQuestion(key: string, { commit, path }: { commit: string; path: string }, index: number): Question {
  const piece = reviewedPiece(commit, path, index);
  return pieceQuestion(key, [piece], ({ records }, answers) => {
    records.reviewed.set(`${commit}:${path}`, recordOf('reviewed', commit, path, piece.name, answers.get(piece.name)));
  });
}

function fileQuestion(key: string, { path, text }: Wanted['files'][number], index: number): Question {
  const piece = namedFilePiece(path, index, text);
  return pieceQuestion(key, [piece, commitPiece('head')], (facts, answers) => {
    seeHead(facts, answers);
    const fact = namedFileOf(path, index, text, answers.get(piece.name));
    if (fact !== null && facts.files.get(path)?.length == null) facts.files.set(path, fact);
  });
}

function workflowQuestion(key: string, path: string, index: number): Question {
  const [head, main] = workflowPieces(path, index);
  return pieceQuestion(key, [head, main, commitPiece('head')], (facts, answers) => {
    seeHead(facts, answers);
    const same = isDefaultWorkflow(index, answers.get(head.name), answers.get(main.name));
    if (same !== null) facts.workflows.set(path, same);
  });
}

function issuesQuestion(key: string, label: string): Question {
  return listQuestion(key, labelledIssues(label), false, (facts, list) => {
    facts.issues = list;
  });
}

function baseRunsQuestion(key: string): Question {
  return listQuestion(key, baseSuites, false, (facts, list) => {
    facts.baseRuns = baseRunsOf(list);
  });
}

function codeownersQuestion(key: string, baseRef: string): Question {
  const errors = codeownersErrorsPiece(baseRef);
  return pieceQuestion(key, [codeownersPiece, errors], (facts, answers) => {
    facts.codeowners = codeownersOf(answers.get(codeownersPiece.name), answers.get(errors.name));
  });
}

function bodyEditsQuestion(key: string): Question {
  return pieceQuestion(key, [bodyEditsPiece], (facts, answers) => {
    facts.bodyTexts = bodyTextsOf(answers.get(bodyEditsPiece.name));
  });
}

function seeHead({ heads }: NeededFacts, answers: PieceAnswers): void {
  const sha = textAt(answers.get('headNow')?.values, 'oid');
  if (sha !== null) heads.add(sha);
}
