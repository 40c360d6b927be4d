const SVG = 'http://www.w3.org/2000/svg';

/** Paths on a 24 × 24 grid, drawn as strokes. */
const PATHS = {
  microphone: 'M12 3.5a2.75 2.75 0 0 0-2.75 2.75v5a2.75 2.75 0 0 0 5.5 0v-5A2.75 2.75 0 0 0 12 3.5ZM5.75 11a6.25 6.25 0 0 0 12.5 0M12 17.25v3.25M9 20.5h6',
  microphoneOff:
    'M9.25 9.2v2.05a2.75 2.75 0 0 0 4.4 2.2M14.75 11.2V6.25a2.75 2.75 0 0 0-5.3-1M5.75 11a6.25 6.25 0 0 0 10.1 4.9M18.25 11a6.2 6.2 0 0 1-.55 2.55M12 17.25v3.25M9 20.5h6M4 4l16 16',
  camera: 'M5.5 6.5h7.25a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5.5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM14.75 11l4.1-2.75a1.05 1.05 0 0 1 1.65.87v5.76a1.05 1.05 0 0 1-1.65.87L14.75 13',
  cameraOff:
    'M9.6 6.5h3.15a2 2 0 0 1 2 2v3.1M14.6 16.3a2 2 0 0 1-1.85 1.2H5.5a2 2 0 0 1-2-2v-7c0-.9.6-1.66 1.42-1.9M14.75 11l4.1-2.75a1.05 1.05 0 0 1 1.65.87v5.76c0 .5-.33.88-.75 1M4 4l16 16',
  chat: 'M12 4.25c-4.7 0-8.5 3.3-8.5 7.35 0 2.1 1.02 3.98 2.65 5.32l-.6 3.08 3.4-1.5c.95.3 1.98.45 3.05.45 4.7 0 8.5-3.3 8.5-7.35S16.7 4.25 12 4.25Z',
  people:
    'M9 11.25a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM3 19c.35-3 2.85-5 6-5s5.65 2 6 5M15.5 5.1a3.25 3.25 0 0 1 0 5.8M17.3 14.4c2 .75 3.4 2.45 3.7 4.6',
  leave:
    'M4.2 13.9c-.9-.55-1.2-1.5-.95-2.35C4.35 8.5 8 6.9 12 6.9s7.65 1.6 8.75 4.65c.25.85-.05 1.8-.95 2.35l-2 1.1c-.8.45-1.8.1-2.1-.75l-.55-1.5a1.3 1.3 0 0 0-.95-.85 11 11 0 0 0-4.4 0 1.3 1.3 0 0 0-.95.85l-.55 1.5c-.3.85-1.3 1.2-2.1.75z',
  link: 'M10.25 13.75a3.75 3.75 0 0 0 5.3 0l3-3a3.75 3.75 0 0 0-5.3-5.3l-1 1M13.75 10.25a3.75 3.75 0 0 0-5.3 0l-3 3a3.75 3.75 0 0 0 5.3 5.3l1-1',
  file: 'M7 3.5h6.5L18.5 8.5v10a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2ZM13.25 3.75V9h5',
  attach: 'M19 11.5l-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5l7.75-7.75a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.55 1.55 0 0 1-2.2-2.2l6.75-6.75',
  check: 'M5 12.5l4.75 4.75L19 7.5',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  send: 'M5.2 12 4 4.9c-.1-.6.5-1.05 1.05-.8l15 7.1c.6.3.6 1.3 0 1.6l-15 7.1c-.55.25-1.15-.2-1.05-.8zM5.2 12h7.3',
  warning: 'M12 9.5v4M12 16.6v.1M10.6 4.6 3.3 17.4a1.6 1.6 0 0 0 1.4 2.4h14.6a1.6 1.6 0 0 0 1.4-2.4L13.4 4.6a1.6 1.6 0 0 0-2.8 0Z',
  info: 'M12 11v5.25M12 7.9v.1M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z',
  lock: 'M7.5 10.5h9a2 2 0 0 1 2 2v5.5a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-5.5a2 2 0 0 1 2-2ZM8.25 10.5V8a3.75 3.75 0 0 1 7.5 0v2.5',
  previous: 'M14.5 6l-6 6 6 6',
  next: 'M9.5 6l6 6-6 6',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  sound: 'M4 9.75v4.5h3.25L12 18.25V5.75L7.25 9.75ZM15.25 9a4.25 4.25 0 0 1 0 6M17.75 6.5a7.75 7.75 0 0 1 0 11',
  keyboard: 'M4.5 6.5h15a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16V8a1.5 1.5 0 0 1 1.5-1.5ZM7 10.2v.1M10.3 10.2v.1M13.7 10.2v.1M17 10.2v.1M8 14h8',
};

/** @typedef {keyof typeof PATHS} IconName */

/**
 * Decoration only: what it means stands in words beside it or in the name of its button.
 *
 * @param {IconName} name
 */
export function icon(name) {
  const path = svg('path', {d: PATHS[name]});
  return svg('svg', {class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false', 'data-icon': name}, path);
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Element} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
