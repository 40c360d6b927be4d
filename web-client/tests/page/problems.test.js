import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deviceProblem, roomProblem} from '../../src/page/problems.js';
import {MeshlessError} from '../../src/protocol/meshless.js';

for (const [name, code] of [
  ['NotAllowedError', 'camera-refused'],
  ['NotFoundError', 'camera-missing'],
  ['NotReadableError', 'camera-in-use'],
  ['OverconstrainedError', 'camera-unsuitable'],
  ['TypeError', 'camera-failed'],
]) {
  test(`${name} is told as ${code}, with what to do next`, () => {
    const problem = deviceProblem(new DOMException('', name), 'camera');
    assert.equal(problem.code, code);
    assert.match(problem.advice, /try again/i);
  });
}

for (const code of ['unreachable', 'connection-lost', 'timeout', 'bad-answer', 'bad-name', 'bad-room', 'room-full', 'server-full', 'shutting-down', 'displaced', 'ended']) {
  test(`${code} is told in words of our own`, () => {
    const {title, advice} = roomProblem(new MeshlessError(code, 'raw'));
    assert.doesNotMatch(title, /raw/);
    assert.ok(advice.length > 10);
  });
}

test('what a newer server says is passed on', () => {
  const {code, title} = roomProblem(new MeshlessError('tea-time', 'The server is having tea.'));
  assert.deepEqual([code, title], ['tea-time', 'The server is having tea.']);
});

test('an error without a code is still told', () => {
  assert.deepEqual(roomProblem(new TypeError('boom')).code, 'unknown');
  assert.ok(roomProblem(undefined).title);
});
