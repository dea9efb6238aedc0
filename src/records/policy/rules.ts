import { reasonCodes } from '../../generated/codes.ts';
import type { PolicyFile } from '../../generated/types.ts';
import { didYouMean } from '../spelling.ts';
import { pointerStep } from '../yaml/node.ts';
import { isRealTime, isTimeZone } from './duration.ts';
import type { PolicyLog } from './log.ts';
import { nameIndex } from './name-index.ts';

/** Checks what a schema can't say: order, uniqueness, exactly one of several, words of closed lists, real dates. */
export function checkRules(policy: PolicyFile, log: PolicyLog): void {
  checkEnforcement(policy, log);
  checkUsers(policy, log);
  checkSignalSources(policy, log);
  checkWaves(policy, log);
  checkGuardrails(policy, log);
  checkDeployer(policy, log);
  checkTimes(policy, log);
  checkRelease(policy, log);
}

/** Unknown rules that are compared with the known ones: comparing spellings costs. */
const MAX_RULES = 50;

function checkEnforcement({ enforcement }: PolicyFile, log: PolicyLog): void {
  if (typeof enforcement !== 'object') return;
  const rules = Object.keys(enforcement.rules ?? {}).filter((code) => !reasonCodes.some((known) => known === code));
  for (const code of rules.slice(0, MAX_RULES)) {
    const meant = didYouMean(code, reasonCodes);
    const at = pointerStep('/enforcement/rules', code);
    log.errorAtKey(
      'rule_unknown',
      at,
      `There is no rule ${code}`,
      meant === null ? undefined : `Did you mean ${meant}?`,
    );
  }
  const from = enforcement.enforce_from;
  if (from !== undefined && !isRealTime(from))
    log.error('time_invalid', '/enforcement/enforce_from', `${from} is no day of the calendar`);
}

/** Logins of people, with the `_shortcode` of managed users. */
const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/;

function checkUsers({ roles = {} }: PolicyFile, log: PolicyLog): void {
  for (const [role, { users = [] }] of Object.entries(roles)) {
    for (const [index, user] of users.entries()) {
      const login = typeof user === 'string' ? user : user.login;
      if (LOGIN.test(login)) continue;
      const at = `${pointerStep('/roles', role)}/users/${index}`;
      log.error('user_invalid', at, `${JSON.stringify(login)} is no GitHub login${loginFault(login)}`);
    }
  }
}

function loginFault(login: string): string {
  if (login.startsWith('@')) return ': write it without @';
  if (login.includes('@')) return ' but an e-mail address';
  return login.endsWith('[bot]') ? " but a bot, and approvals by bots don't count" : '';
}

export const SIGNAL_SOURCES = [
  'job',
  'report',
  'file',
  'status',
  'attestation',
  'attested_by',
  'code_scanning',
] as const;

function checkSignalSources({ signals = {} }: PolicyFile, log: PolicyLog): void {
  for (const [name, signal] of Object.entries(signals)) {
    const at = pointerStep('/signals', name);
    const given = SIGNAL_SOURCES.filter((source) => signal[source] !== undefined);
    const [first, second] = given;
    if (second !== undefined)
      log.errorAtKey('signal_source', `${at}/${second}`, `The signal ${name} has two sources: ${first} and ${second}`);
    for (const [key, owner] of [
      ['min_length', 'file'],
      ['valid_for', 'attested_by'],
    ] as const) {
      if (signal[key] !== undefined && signal[owner] === undefined)
        log.errorAtKey('policy_value', `${at}/${key}`, `${key} means nothing without ${owner}`);
    }
  }
}

function checkWaves({ waves = [], rehearsal }: PolicyFile, log: PolicyLog): void {
  for (const [index, wave] of waves.entries()) {
    const before = waves[index - 1];
    if (waves.findIndex(({ name }) => name === wave.name) < index)
      log.error('wave_duplicate', `/waves/${index}/name`, `There is a wave ${wave.name} already`);
    if (before !== undefined && wave.traffic <= before.traffic) {
      const message = `The wave ${wave.name} has ${wave.traffic} % of traffic, which is not more than the ${before.traffic} % of ${before.name} before it`;
      log.error('wave_traffic', `/waves/${index}/traffic`, message);
    }
  }
  const places = waves.map(({ name, environment = name }) => environment);
  if (rehearsal === undefined || waves.length === 0 || places.includes(rehearsal.environment)) return;
  const meant = didYouMean(rehearsal.environment, places);
  const hint = meant === null ? undefined : `Did you mean ${meant}?`;
  log.error('wave_undefined', '/rehearsal/environment', `No wave has the environment ${rehearsal.environment}`, hint);
}

const GUARDRAIL_SOURCES = ['budget', 'sample', 'eval'] as const;

function checkGuardrails({ guardrails = {}, signals = {} }: PolicyFile, log: PolicyLog): void {
  const known = nameIndex('signals', signals, null);
  for (const [name, guardrail] of Object.entries(guardrails)) {
    const at = pointerStep('/guardrails', name);
    const given = GUARDRAIL_SOURCES.filter((source) => guardrail[source] !== undefined);
    if (given.length === 0) log.errorAtKey('guardrail_source', at, `The guardrail ${name} has no source`);
    if (given.length > 1)
      log.errorAtKey(
        'guardrail_source',
        `${at}/${given[1]}`,
        `The guardrail ${name} has two sources: ${given.join(' and ')}`,
      );
    if (guardrail.sample !== undefined && guardrail.max === undefined)
      log.error(
        'guardrail_source',
        `${at}/sample`,
        `The guardrail ${name} samples ${guardrail.sample}, but has no max to hold it against`,
      );
    const signal = guardrail.eval === undefined ? undefined : known.get(guardrail.eval);
    if (guardrail.eval !== undefined && (signal === undefined || signals[signal]?.report === undefined)) {
      log.error(
        'guardrail_source',
        `${at}/eval`,
        `The guardrail ${name} compares ${guardrail.eval}, which is no signal with a report`,
      );
    }
  }
}

function checkDeployer({ deployer }: PolicyFile, log: PolicyLog): void {
  if (deployer === undefined) return;
  if (deployer.workflow === undefined && deployer.app === undefined)
    log.errorAtKey('deployer_source', '/deployer', 'The deployer names neither a workflow nor an App');
  if (deployer.workflow !== undefined && deployer.app !== undefined)
    log.errorAtKey('deployer_source', '/deployer/app', 'The deployer names a workflow and an App');
  if (deployer.app === 'github-actions')
    log.error('deployer_source', '/deployer/app', 'github-actions is no deployer: every workflow holds its token');
}

function checkTimes({ freeze }: PolicyFile, log: PolicyLog): void {
  for (const [index, { from, to, timezone }] of (freeze?.weekly ?? []).entries()) {
    const at = `/freeze/weekly/${index}`;
    if (timezone !== undefined && !isTimeZone(timezone))
      log.error('time_invalid', `${at}/timezone`, `${JSON.stringify(timezone)} is no time zone`);
    if (from === to) log.error('time_invalid', `${at}/to`, `The freeze ends when it begins, at ${to}`);
  }
}

function checkRelease({ release }: PolicyFile, log: PolicyLog): void {
  const tag = release?.tag;
  const missing = tag === undefined ? [] : ['{bundle_id}', '{attempt}'].filter((part) => !tag.includes(part));
  if (missing.length > 0)
    log.error(
      'policy_value',
      '/release/tag',
      `release.tag lacks ${missing.join(' and ')}: two releases would have one tag`,
    );
}
