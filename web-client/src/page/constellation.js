import {svg} from './icons.js';

/** Around the middle: hue, letter, angle in degrees and distance. */
const PEOPLE = /** @type {const} */ ([
  {letter: 'A', angle: -98, distance: 168, hue: 28},
  {letter: 'J', angle: -38, distance: 176, hue: 172},
  {letter: 'M', angle: 20, distance: 160, hue: 262},
  {letter: 'S', angle: 78, distance: 172, hue: 85},
  {letter: 'K', angle: 138, distance: 170, hue: 350},
  {letter: 'Y', angle: 200, distance: 168, hue: 222},
]);

/** People around a middle, each with one line to it. Decoration. */
export function constellation() {
  const places = PEOPLE.map(({angle, distance, ...rest}) => {
    const radians = (angle * Math.PI) / 180;
    return {...rest, x: Math.round(240 + distance * Math.cos(radians)), y: Math.round(240 + distance * Math.sin(radians))};
  });
  const root = svg('svg', {class: 'constellation', viewBox: '0 0 480 480', 'aria-hidden': 'true', focusable: 'false'});
  // What it is not: everybody to everybody.
  places.forEach((a, i) => {
    for (const b of places.slice(i + 1)) {
      root.append(svg('path', {class: 'mesh-line', d: `M${a.x} ${a.y}L${b.x} ${b.y}`}));
    }
  });
  places.forEach(({x, y, hue}, i) => {
    const line = `M${x} ${y}L240 240`;
    root.append(svg('path', {class: 'one-line', d: line}));
    for (const direction of ['in', 'out']) {
      const dot = svg('circle', {class: `pulse pulse-${direction}`, r: 4.5});
      dot.style.setProperty('offset-path', `path("${line}")`);
      dot.style.setProperty('--hue', String(hue));
      dot.style.setProperty('--delay', `${-(i * 0.73)}s`);
      root.append(dot);
    }
  });
  root.append(svg('circle', {class: 'hub-halo', cx: 240, cy: 240, r: 58}), svg('circle', {class: 'hub', cx: 240, cy: 240, r: 30}));
  for (const {x, y, hue, letter} of places) {
    const label = svg('text', {class: 'person-letter', x, y: y + 9, 'text-anchor': 'middle'});
    label.textContent = letter;
    const person = svg('g', {class: 'person'}, svg('circle', {class: 'person-disc', cx: x, cy: y, r: 36}), label);
    person.style.setProperty('--hue', String(hue));
    root.append(person);
  }
  return root;
}
