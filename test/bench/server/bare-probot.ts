import { Probot, ProbotOctokit, Server } from 'probot';

/**
 * The baseline: an App of the usual shape with its throttle forced off, that answers each delivery about a pull request
 * with one check run and reads nothing.
 */
async function main(): Promise<void> {
  const { APP_ID = '', PRIVATE_KEY = '', WEBHOOK_SECRET = '', GITHUB_API_URL = '' } = process.env;
  const Octokit = ProbotOctokit.defaults((options: object) => ({
    ...options,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  // Probot's token cache asks api.github.com whatever the base URL.
  const here: typeof fetch = (input, init) =>
    fetch(String(input).replace('https://api.github.com', GITHUB_API_URL), init);
  const server = new Server({
    port: Number(process.env['PORT']),
    host: '127.0.0.1',
    Probot: Probot.defaults({
      appId: Number(APP_ID),
      privateKey: PRIVATE_KEY,
      secret: WEBHOOK_SECRET,
      baseUrl: GITHUB_API_URL,
      Octokit,
      request: { fetch: here },
      logLevel: 'fatal',
    }),
    request: { fetch: here },
  });
  await server.load((app) => {
    app.on('pull_request', async (context) => {
      await context.octokit.rest.checks.create({
        ...context.repo(),
        name: 'usual',
        head_sha: context.payload.pull_request.head.sha,
        status: 'completed',
        conclusion: 'success',
        output: { title: 'Looks good', summary: 'Nothing was read.' },
      });
    });
  });
  await server.start();
  process.stdout.write(`listens on http://127.0.0.1:${server.port}\n`);
}

await main();
