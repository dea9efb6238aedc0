import assert from 'node:assert/strict';
import { stormOf } from '../support/push-storm.ts';

// 500 pushes in 10 minutes to one pull request; a share of it is test/app/push-storm.test.ts. There is nothing random in it.
const { names, faults, ...counts } = await stormOf(500);
console.log('seed: none');
for (const [name, count] of Object.entries(counts)) console.log(`${name}: ${count}`);
assert.deepEqual(faults, []);
assert.equal(counts.firstAfter, 0);
assert.equal(counts.comments, 1);
assert.equal(counts.outdated, 0);
assert.equal(counts.left, 0);
assert.ok(counts.mostWritesOfAHead <= 2);
assert.ok(counts.mostCreationsInAMinute <= 80);
assert.ok(counts.judgements <= 40);
assert.equal(names.length, 6);
