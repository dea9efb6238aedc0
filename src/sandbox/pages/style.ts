/** The pages' only style sheet: system fonts, GitHub's calm, light and dark as the reader's system says. */
export const style = `
:root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --line: #d1d9e0; --back: #fff; --soft: #f6f8fa;
  --link: #0969da; --good: #1a7f37; --bad: #d1242f; --wait: #9a6700; --done: #8250df; --quiet: #59636e;
  --added: #dafbe1; --removed: #ffebe9; --hunk: #ddf4ff; --bad-back: #fff5f5; --wait-back: #fff8e6; --note-back: #f0f7ff; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --back: #0d1117;
  --soft: #151b23; --link: #4493f8; --good: #3fb950; --bad: #f85149; --wait: #d29922; --done: #ab7df8; --quiet: #9198a1;
  --added: #12261e; --removed: #2d1518; --hunk: #10233d; --bad-back: #25171c; --wait-back: #272115; --note-back: #121d2f; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--back);
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
code, pre, .code, .sha { font: 12px/1.5 ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace; }
.top { display: flex; gap: 8px; align-items: center; padding: 12px 24px; background: var(--soft);
  border-bottom: 1px solid var(--line); }
.top .home { font-weight: 600; color: var(--text); } .top .step { color: var(--dim); margin: 0 6px; }
.top .right { margin-left: auto; display: flex; gap: 16px; }
main { max-width: 1080px; margin: 24px auto; padding: 0 24px; }
footer { max-width: 1032px; margin: 32px auto; padding: 16px 0; color: var(--dim); border-top: 1px solid var(--line); }
h1 { font-size: 26px; font-weight: 400; margin: 0 0 8px; } h1 .number { color: var(--dim); }
h2 { font-size: 18px; font-weight: 600; margin: 32px 0 12px; } h3 { font-size: 15px; margin: 16px 0 8px; }
.dim { color: var(--dim); } .row { display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; }
.sha { color: var(--dim); }
.box { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 16px; background: var(--back); overflow: hidden; }
.box > header { padding: 8px 16px; background: var(--soft); border-bottom: 1px solid var(--line); }
.box > .body { padding: 16px; } .box > ul { list-style: none; margin: 0; padding: 0; }
.box > ul > li { padding: 8px 16px; border-top: 1px solid var(--line); } .box > ul > li:first-child { border-top: 0; }
.box.good { border-color: var(--good); } .box.bad { border-color: var(--bad); } .box.wait { border-color: var(--wait); }
.icon { display: inline-block; width: 1.2em; text-align: center; font-weight: 600; }
.box > ul.checks > li { padding-left: 38px; } .box > ul.checks > li > .icon:first-child { margin-left: -24px; width: 20px; }
.good.icon, .good > strong { color: var(--good); } .bad.icon, .bad > strong { color: var(--bad); }
.wait.icon, .wait > strong { color: var(--wait); } .done.icon { color: var(--done); } .quiet.icon { color: var(--quiet); }
.badge { display: inline-block; padding: 3px 12px; border-radius: 999px; color: #fff; font-weight: 600; font-size: 13px; }
.badge.good { background: #1f883d; } .badge.bad { background: #cf222e; } .badge.wait { background: #9a6700; }
.badge.done { background: #8250df; } .badge.quiet { background: #59636e; }
.tag { border: 1px solid var(--line); border-radius: 999px; padding: 0 8px; font-size: 12px; color: var(--dim); }
.branch { background: var(--note-back); color: var(--link); border-radius: 6px; padding: 2px 6px; }
.event { margin: 0 0 16px 16px; padding-left: 12px; border-left: 2px solid var(--line); color: var(--dim); }
.markdown { overflow-wrap: anywhere; } .markdown > :first-child { margin-top: 0; } .markdown > :last-child { margin-bottom: 0; }
.markdown h1 { font-size: 22px; font-weight: 600; border-bottom: 1px solid var(--line); }
.markdown h2 { margin: 20px 0 10px; } .markdown p, .markdown ul, .markdown ol { margin: 0 0 12px; }
.markdown blockquote { margin: 0 0 12px; padding: 0 12px; color: var(--dim); border-left: 3px solid var(--line); }
.markdown code { background: var(--soft); padding: 2px 5px; border-radius: 6px; }
.markdown pre { background: var(--soft); padding: 12px; border-radius: 6px; overflow-x: auto; }
.markdown pre code { background: none; padding: 0; }
.markdown table { border-collapse: collapse; margin: 0 0 12px; display: block; overflow-x: auto; }
.markdown th, .markdown td { border: 1px solid var(--line); padding: 5px 12px; vertical-align: top; }
.markdown tr:nth-child(2n) { background: var(--soft); } .markdown img { max-width: 100%; }
details { margin: 0 0 12px; } summary { cursor: pointer; } summary + .box { margin-top: 8px; }
.text { border-top: 1px solid var(--line); padding-top: 12px; margin-top: 12px; max-height: 480px; overflow: auto; }
.scroll { overflow-x: auto; }
table.diff { border-collapse: collapse; width: 100%; } table.diff td { padding: 0 10px; vertical-align: top; }
table.diff .number { width: 1%; min-width: 44px; text-align: right; color: var(--dim); user-select: none; }
table.diff .line { white-space: pre-wrap; overflow-wrap: anywhere; }
table.diff tr.added { background: var(--added); } table.diff tr.removed { background: var(--removed); }
table.diff tr.hunk { background: var(--hunk); color: var(--dim); } table.diff tr.note > td { padding: 8px 12px; }
.annotation { border: 1px solid var(--line); border-left: 4px solid var(--link); border-radius: 6px; padding: 8px 12px;
  margin: 0 0 8px; background: var(--note-back); white-space: pre-wrap;
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
.annotation:last-child { margin-bottom: 0; }
.annotation.failure { border-left-color: var(--bad); background: var(--bad-back); }
.annotation.warning { border-left-color: var(--wait); background: var(--wait-back); }
.annotation .head { display: flex; gap: 8px; margin-bottom: 2px; white-space: normal; flex-wrap: wrap; }
table.plain { border-collapse: collapse; width: 100%; } table.plain th { text-align: left; color: var(--dim); font-weight: 600; }
table.plain th, table.plain td { padding: 6px 12px; border-top: 1px solid var(--line); vertical-align: top; }
table.plain tr:first-child > * { border-top: 0; }
pre.file { margin: 0; padding: 12px 16px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); gap: 24px; }
@media (max-width: 760px) { .columns { grid-template-columns: 1fr; } main { padding: 0 12px; } }
`;
