import {h} from './dom.js';
import {svg} from './icons.js';

/** Everybody has one line, to the middle. */
export function mark() {
  const people = Array.from({length: 5}, (_, i) => {
    const angle = ((i * 72 - 90) * Math.PI) / 180;
    return {x: 16 + 10.5 * Math.cos(angle), y: 16.6 + 10.5 * Math.sin(angle)};
  });
  return svg(
    'svg',
    {class: 'mark', viewBox: '0 0 32 32', 'aria-hidden': 'true', focusable: 'false'},
    ...people.map(({x, y}) => svg('path', {class: 'mark-line', d: `M16 16.6L${x.toFixed(2)} ${y.toFixed(2)}`})),
    ...people.map(({x, y}) => svg('circle', {class: 'mark-person', cx: x.toFixed(2), cy: y.toFixed(2), r: 3.1})),
    svg('circle', {class: 'mark-center', cx: 16, cy: 16.6, r: 3.9}),
  );
}

/** The name of the house, leading home. */
export function brand() {
  return h('a', {class: 'brand', href: '/'}, mark(), h('span', {}, 'Meshless'));
}
