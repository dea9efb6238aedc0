/** GraphQL node ids: opaque to clients, a type prefix and the REST id here. */
const prefixes = {
  User: 'U',
  Bot: 'BOT',
  Organization: 'O',
  Team: 'T',
  Repository: 'R',
  Label: 'LA',
  PullRequest: 'PR',
  PullRequestReview: 'PRR',
  Issue: 'I',
  IssueComment: 'IC',
  CheckSuite: 'CS',
  CheckRun: 'CR',
  StatusContext: 'SC',
  Workflow: 'W',
  WorkflowRun: 'WFR',
  Artifact: 'MDg6QXJ0aWZhY3Q',
  App: 'A',
  Installation: 'MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u',
  Ruleset: 'RRS',
  Activity: 'PSH',
  TimelineEvent: 'EV',
  UserContentEdit: 'UCE',
  Reaction: 'REA',
  MergeQueue: 'MQ',
  MergeQueueEntry: 'MQE',
} as const;

export type NodeType = keyof typeof prefixes;

const types = new Map<string, NodeType>(Object.entries(prefixes).map(([type, prefix]) => [prefix, type as NodeType]));

export function nodeId(type: NodeType, id: number): string {
  return `${prefixes[type]}_${Buffer.from(`sandbox:${id}`).toString('base64url')}`;
}

/** Type and REST id behind a node id; null when it is none of ours. */
export function parseNodeId(value: string): { type: NodeType; id: number } | null {
  const at = value.indexOf('_');
  const type = types.get(value.slice(0, at));
  const match = /^sandbox:(\d+)$/.exec(Buffer.from(value.slice(at + 1), 'base64url').toString('utf8'));
  return type === undefined || match === null ? null : { type, id: Number(match[1]) };
}

/** Commits, trees and blobs have no REST number: their node id names repository and object. */
export function objectNodeId(repositoryId: number, sha: string): string {
  return `C_${Buffer.from(`${repositoryId}:${sha}`).toString('base64url')}`;
}

export function parseObjectNodeId(value: string): { repositoryId: number; sha: string } | null {
  if (!value.startsWith('C_')) return null;
  const match = /^(\d+):([0-9a-f]{40})$/.exec(Buffer.from(value.slice(2), 'base64url').toString('utf8'));
  return match === null ? null : { repositoryId: Number(match[1]), sha: match[2] as string };
}
