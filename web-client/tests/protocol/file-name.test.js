import assert from 'node:assert/strict';
import {test} from 'node:test';
import {safeFileName} from '../../src/protocol/file-name.js';

for (const [name, safe] of /** @type {[unknown, string][]} */ ([
  ['holiday.jpg', 'holiday.jpg'],
  ['größe 日本.txt', 'größe 日本.txt'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\evil.exe', 'evil.exe'],
  ['.bashrc', 'bashrc'],
  ['...', 'file'],
  ['', 'file'],
  [null, 'file'],
  [{toString: () => 'x'}, 'file'],
  ['annexe\u202Egpj.exe', 'annexegpj.exe'],
  ['a\u0000b\nc\u200b.txt', 'abc.txt'],
  ['what? <b>:"|*.txt', 'what_ _b_____.txt'],
  ['con', '_con'],
  ['LPT1.txt', '_LPT1.txt'],
  ['trailing. . ', 'trailing'],
  ['\ud800lone.txt', 'lone.txt'],
])) {
  test(`a file named ${JSON.stringify(name)} is saved as ${safe}`, () => assert.equal(safeFileName(name), safe));
}

test('a long name is cut in the middle, so that what it is can still be seen', () => {
  const safe = safeFileName(`${'a'.repeat(5_000)}.tar`);
  assert.equal(safe.length, 120);
  assert.match(safe, /^a+….tar$/);
  assert.equal(safeFileName('b'.repeat(500)).length, 120);
});
