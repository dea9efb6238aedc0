import { randomBytes } from 'node:crypto';

/** A made-up secret: `core` is the part that must not show up anywhere. */
export interface Canary {
  readonly core: string;
  readonly text: string;
}

/** Makes canaries of every form that has to be hidden; each core is new. */
export function hatch(): Readonly<Record<CanaryName, Canary>> {
  const entries = Object.entries(forms).map(([name, form]) => {
    const core = `Cnry${randomBytes(9).toString('hex')}`;
    return [name, { core, text: form(core) }];
  });
  return Object.fromEntries(entries) as Record<CanaryName, Canary>;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (core: string): string => `${base64url({ alg: 'RS256' })}.${base64url({ iss: 1 })}.${core}${core}`;

const forms = {
  // In the environment and the settings.
  webhookSecret: (core) => `${core}-of-the-webhook-secret`,
  olderSecret: (core) => `${core} "of" the older & secret`,
  proxyUser: (core) => core,
  proxyPassword: (core) => core,
  environmentToken: (core) => `ghp_${core}`,
  environmentCloud: (core) => core,
  environmentDatabase: (core) => `postgres://app:${core}@db/app`,
  // In what GitHub delivers.
  titleToken: (core) => `ghp_${core}`,
  bodyKey: (core) => `-----BEGIN PRIVATE KEY-----\n${core}\n-----END PRIVATE KEY-----`,
  bodyAddress: (core) => `https://me:${core}@example.com/x`,
  commentToken: (core) => `github_pat_11${core}`,
  commentHeader: (core) => `Authorization: Bearer ${core}`,
  senderToken: (core) => `gho_${core}`,
  strangeField: (core) => `ghu_${core}`,
  unsignedBody: (core) => `ghr_${core}`,
  unsignedHeader: (core) => `Bearer ${core}`,
  eventName: (core) => `ghs_${core}`,
  // In the repository.
  promptFile: (core) => `sk-and-ghp_${core}`,
  recordValue: (core) => `ghs_${core}`,
  recordKey: (core) => `https://s.example/x?X-Amz-Signature=${core}`,
  commitMessage: (core) => `password=${core}`,
  // In what GitHub answers.
  answerToken: (core) => `ghs_${core}`,
  answerNewToken: (core) => `ghs_123456_${jwt(core)}`,
  answerJwt: (core) => jwt(core),
  answerBearer: (core) => `authorization: bearer ${core}`,
  answerBasic: (core) => `Authorization: Basic ${core}==`,
  answerAmazon: (core) => `https://s3.example/a?X-Amz-Credential=a&X-Amz-Signature=${core}`,
  answerAzure: (core) => `https://b.example/a?se=2026-01-01&sig=${core}%3D`,
  answerPem: (core) => `-----BEGIN RSA PRIVATE KEY-----\\n${core}\\n-----END RSA PRIVATE KEY-----`,
  answerField: (core) => `{"client_secret": "${core}"}`,
  answerHeader: (core) => `ghs_${core}`,
  redirect: (core) => `https://127.0.0.1:1/x?sig=${core}&token=${core}`,
} as const satisfies Record<string, (core: string) => string>;

export type CanaryName = keyof typeof forms;
