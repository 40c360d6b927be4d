import assert from 'node:assert/strict';
import {test} from 'node:test';
import {duo, fit, grid} from '../../src/page/layout.js';

const WINDOWS = {desktop: {width: 1256, height: 650}, wide: {width: 2500, height: 900}, phone: {width: 374, height: 690}, onItsSide: {width: 760, height: 370}};
const GAP = 8;

for (const [name, area] of Object.entries(WINDOWS)) {
  for (let count = 1; count <= 25; count++) {
    test(`${count} tiles on ${name}: inside, of one size, apart from each other, not too narrow, not too wide`, () => {
      const boxes = grid(count, area, GAP);
      assert.equal(boxes.length, count);
      const [{width, height} = {width: 0, height: 0}] = boxes;
      assert.ok(width / height < 16 / 9 + 0.001 && width / height > 4 / 5 - 0.001, `${width} × ${height}`);
      for (const [i, a] of boxes.entries()) {
        assert.deepEqual([a.width, a.height], [width, height]);
        assert.ok(a.x > -0.01 && a.y > -0.01 && a.x + a.width < area.width + 0.01 && a.y + a.height < area.height + 0.01);
        for (const b of boxes.slice(i + 1)) {
          const apart = a.x + a.width + GAP <= b.x + 0.01 || b.x + b.width + GAP <= a.x + 0.01 || a.y + a.height + GAP <= b.y + 0.01 || b.y + b.height + GAP <= a.y + 0.01;
          assert.ok(apart, `${i} overlaps`);
        }
      }
    });
  }
}

test('twelve tiles cover most of a usual window', () => {
  const area = WINDOWS.desktop;
  const covered = grid(12, area, GAP).reduce((sum, {width, height}) => sum + width * height, 0);
  assert.ok(covered / (area.width * area.height) > 0.9);
});

test('a last row that is not full is centred', () => {
  const boxes = grid(5, WINDOWS.desktop, GAP);
  const row = boxes.filter(({y}) => y === boxes[4]?.y);
  assert.equal(row.length, 2);
  const [left, right] = row;
  assert.ok(left && right);
  assert.ok(Math.abs(left.x - (WINDOWS.desktop.width - right.x - right.width)) < 0.01);
});

test('a window without room has tiles without size', () => {
  assert.deepEqual(grid(2, {width: 4, height: 4}, 8).map(({width, height}) => [width, height]), [[0, 0], [0, 0]]);
  assert.deepEqual(grid(0, WINDOWS.desktop, GAP), []);
});

for (const [name, area] of Object.entries(WINDOWS)) {
  test(`two people on ${name}: the own tile lies inside the other one’s`, () => {
    const {other, self} = duo(area, 12);
    assert.ok(self.x > other.x + other.width / 2 && self.y > other.y + other.height / 2);
    assert.ok(Math.abs(self.x + self.width + 12 - (other.x + other.width)) < 0.01);
    assert.ok(Math.abs(self.y + self.height + 12 - (other.y + other.height)) < 0.01);
    assert.ok(self.width * self.height < (other.width * other.height) / 8);
  });
}

test('a picture fills its tile unless too much of it would be lost', () => {
  const tile = {width: 400, height: 300};
  assert.equal(fit({width: 1280, height: 720}, tile), 'cover');
  assert.equal(fit({width: 640, height: 480}, tile), 'cover');
  assert.equal(fit({width: 360, height: 640}, tile), 'contain');
  assert.equal(fit({width: 360, height: 640}, {width: 374, height: 690}), 'cover');
});

test('a picture that is not there yet fills its tile', () => {
  assert.equal(fit({width: 0, height: 0}, {width: 400, height: 300}), 'cover');
});
