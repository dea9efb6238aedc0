#!/usr/bin/env node
// Old syntax on purpose: an old Node must be able to read this file to say that it is too old.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write('rollout-gate needs Node 24 or newer; this is Node ' + process.versions.node + '.\n');
  process.exitCode = 3;
} else {
  import('../build/cli/main.js').catch(function (fault) {
    process.stderr.write('rollout-gate could not start: ' + (fault && fault.message) + '\n');
    process.exitCode = 3;
  });
}
