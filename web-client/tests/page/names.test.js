import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hue, initials, isRoom, newRoom, roomOfPath, roomOfText} from '../../src/page/names.js';

for (const room of ['tea', 'clinic/dr-jekyll', 'A.b_c~d-9', 'a'.repeat(128), '...']) {
  test(`${room.slice(0, 20)} is a room`, () => assert.equal(isRoom(room), true));
}

for (const room of ['', '/', 'a/', '/a', 'a//b', 'a b', 'té', 'a?b', 'a#b', 'a%20b', '..', 'a/../b', './a', 'a'.repeat(129), '<b>']) {
  test(`“${room.slice(0, 20)}” is no room`, () => assert.equal(isRoom(room), false));
}

for (const [path, room] of /** @type {[string, string | null][]} */ ([
  ['/', null],
  ['/r', null],
  ['/r/', ''],
  ['/r/tea', 'tea'],
  ['/r/tea/', 'tea'],
  ['/r/clinic/dr-jekyll', 'clinic/dr-jekyll'],
  ['/r/clinic%2Fdr-jekyll', 'clinic/dr-jekyll'],
  ['/r/a%20b', 'a b'],
  ['/r/%E0%A4%A', '%E0%A4%A'],
  ['/other/r/tea', null],
])) {
  test(`${path} leads to ${room === null ? 'no room' : `“${room}”`}`, () => assert.equal(roomOfPath(path), room));
}

for (const [typed, room] of /** @type {[string, string | null][]} */ ([
  ['tea', 'tea'],
  ['  tea time ', 'tea-time'],
  ['https://example.org/r/clinic/dr-jekyll?name=Ann#secret', 'clinic/dr-jekyll'],
  ['/r/tea', 'tea'],
  ['https://example.org/about', null],
  ['https://', null],
  ['what?', null],
  ['', null],
])) {
  test(`typing “${typed}” means ${room === null ? 'no room' : `“${room}”`}`, () => assert.equal(roomOfText(typed), room));
}

test('a new room’s name is a room', () => {
  for (const share of [0, 0.5, 0.999]) assert.ok(isRoom(newRoom(below => Math.floor(below * share))));
});

for (const [name, letters] of /** @type {[string, string][]} */ ([
  ['Ann', 'A'],
  ['Ann Lee', 'AL'],
  ['ann van der lee', 'AL'],
  ['Ann 2', 'A2'],
  ['김 지우', '김지'],
  ['ж', 'Ж'],
  ['👩‍🚀 Zoe', '👩‍🚀Z'],
  ['é', 'É'],
  ['  ', '?'],
  ['!', '?'],
])) {
  test(`${name} is shown as ${letters}`, () => assert.equal(initials(name), letters));
}

test('a hue is always the same and within the circle', () => {
  for (const name of ['Ann', 'Bob', '김 지우', '']) {
    assert.equal(hue(name), hue(name));
    assert.ok(hue(name) >= 0 && hue(name) < 360);
  }
  assert.notEqual(hue('Ann'), hue('Bob'));
});
