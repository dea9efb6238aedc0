import { html } from 'hono/html';
import type { Html } from './html.ts';

/** A whole page. `trail` are the steps above it: text and path below `/ui`. */
export function page(title: string, trail: readonly (readonly [string, string])[], body: Html | readonly Html[]): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/ui/style.css">
</head>
<body>
<header class="top"><a class="home" href="/">Sandbox</a>
<nav>${trail.map(([text, path]) => html`<span class="step">/</span><a href="/ui/${path}">${text}</a>`)}</nav>
<nav class="right"><a href="/">Repositories</a><a href="/ui/deliveries">Deliveries</a></nav></header>
<main>${body}</main>
<footer>An embedded GitHub on this machine. Nothing here leaves it.</footer>
</body>
</html>`;
}

export function notFoundPage(): Html {
  return page('Not found', [], html`<h1>Not found</h1><p>There is nothing here. <a href="/">All repositories</a></p>`);
}
